import { NavLink, useSearchParams } from 'react-router'
import type { Schemas } from '../api/client'
import { useScope } from '../api/scope'
import type { Connection } from '../live/useLive'
import { TimeTravel } from '../timetravel/TimeTravel'
import { ConnectionMark } from './ConnectionMark'
import { MoreMenu } from './MoreMenu'
import classes from './ProjectTabs.module.css'

const tabs = [
  ['overview', 'Overview'],
  ['workspace', 'Workspace'],
  ['table', 'Table'],
  ['reports', 'Reports'],
  ['sweeps', 'Sweeps'],
  ['artifacts', 'Artifacts'],
] as const

/** The tabs of a project; the moment that one looks at stays when changing between them. */
export function ProjectTabs({
  project,
  connection,
}: {
  project: Schemas['ProjectAnswerBody']
  connection: Connection
}) {
  const scope = useScope()
  const [params] = useSearchParams()
  const kept = new URLSearchParams()
  for (const name of ['as_of', 'workspace']) {
    const value = params.get(name)
    if (value && value !== 'clear') kept.set(name, value)
  }
  return (
    <div className={classes.bar}>
      <nav aria-label="Project" className={classes.tabs}>
        {tabs.map(([path, name]) => (
          <NavLink
            key={path}
            to={{
              pathname: `/${scope.entity}/${encodeURIComponent(project.name)}/${path}`,
              search: kept.toString(),
            }}
            className={({ isActive }) => (isActive ? `${classes.tab} ${classes.active}` : (classes.tab ?? ''))}
          >
            {name}
          </NavLink>
        ))}
        <MoreMenu at={`/${scope.entity}/${encodeURIComponent(project.name)}`} search={kept.toString()} />
      </nav>
      <div className={classes.tools}>
        {!scope.asOf && <ConnectionMark connection={connection} />}
        <TimeTravel />
      </div>
    </div>
  )
}
