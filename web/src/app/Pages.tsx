import { lazy, type ReactNode, Suspense } from 'react'
import { Navigate, Route, Routes, useLocation, useParams } from 'react-router'
import { Broken } from '../ui/Broken'
import { Empty } from '../ui/Empty'
import { Waiting } from '../ui/Waiting'
import { Frame } from './Frame'
import { ProjectFrame } from './ProjectFrame'

// Each page is a file of its own for the browser: the first view loads what it shows.
const Projects = lazy(() => import('../pages/projects/Projects'))
const Overview = lazy(() => import('../pages/overview/Overview'))
const Workspace = lazy(() => import('../pages/workspace/Workspace'))
const Table = lazy(() => import('../pages/table/Table'))
const Run = lazy(() => import('../pages/run/Run'))
const Reports = lazy(() => import('../pages/reports/Reports'))
const Report = lazy(() => import('../pages/reports/Report'))
const Sweeps = lazy(() => import('../pages/coming/Sweeps'))
const Artifacts = lazy(() => import('../pages/coming/Artifacts'))
const Audit = lazy(() => import('../pages/audit/Audit'))
const ProjectTrash = lazy(() => import('../pages/trash/ProjectTrash'))
const Trash = lazy(() => import('../pages/trash/Trash'))
const Settings = lazy(() => import('../pages/settings/Settings'))
const Teams = lazy(() => import('../pages/teams/Teams'))
const Team = lazy(() => import('../pages/teams/Team'))
const Admin = lazy(() => import('../pages/admin/Admin'))

/** What stands at which address. The words that stand first can't be names of people and teams: catalog/http/reserved.go. */
export function Pages() {
  return (
    <Routes>
      <Route element={<Frame />}>
        <Route index element={<Page of={<Projects />} />} />
        <Route path="settings" element={<Page of={<Settings />} />} />
        <Route path="settings/:part" element={<Page of={<Settings />} />} />
        <Route path="teams" element={<Page of={<Teams />} />} />
        <Route path="teams/:team" element={<Page of={<Team />} />} />
        <Route path="administration" element={<Page of={<Admin />} />} />
        <Route path="administration/:part" element={<Page of={<Admin />} />} />
        <Route path="audit" element={<Page of={<Audit />} />} />
        <Route path="trash" element={<Page of={<Trash />} />} />
        <Route path=":entity" element={<Page of={<Projects />} />} />
        <Route path=":entity/:project" element={<ProjectFrame />}>
          <Route index element={<ToWorkspace />} />
          <Route path="overview" element={<Page of={<Overview />} />} />
          <Route path="workspace" element={<Page of={<Workspace />} />} />
          <Route path="table" element={<Page of={<Table />} />} />
          <Route path="runs" element={<ToTable />} />
          <Route path="runs/:run/*" element={<Page of={<Run />} />} />
          <Route path="reports" element={<Page of={<Reports />} />} />
          <Route path="reports/:report" element={<Page of={<Report />} />} />
          <Route path="sweeps" element={<Page of={<Sweeps />} />} />
          <Route path="artifacts" element={<Page of={<Artifacts />} />} />
          <Route path="audit" element={<Page of={<Audit />} />} />
          <Route path="trash" element={<Page of={<ProjectTrash />} />} />
          <Route path="*" element={<Nothing />} />
        </Route>
        <Route path="*" element={<Nothing />} />
      </Route>
    </Routes>
  )
}

/** A page in its own boundary: neither loading nor breaking takes the frame along. */
function Page({ of }: { of: ReactNode }) {
  const { pathname } = useLocation()
  return (
    <Broken what="This page" resetKey={pathname}>
      <Suspense fallback={<Waiting />}>{of}</Suspense>
    </Broken>
  )
}

/** A project's address alone opens its workspace, with the parameters of the address. */
function ToWorkspace() {
  const { entity, project } = useParams()
  const { search } = useLocation()
  return <Navigate replace to={{ pathname: `/${entity}/${encodeURIComponent(project ?? '')}/workspace`, search }} />
}

function ToTable() {
  const { entity, project } = useParams()
  const { search } = useLocation()
  return <Navigate replace to={{ pathname: `/${entity}/${encodeURIComponent(project ?? '')}/table`, search }} />
}

function Nothing() {
  return <Empty title="There’s no such page">The tabs above, or the projects’ list, lead on.</Empty>
}
