import { Button, Select, Text, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import type { Schemas } from '../../api/client'
import { useEveryPage, useListed } from '../../api/pages'
import { activityQuery, projectsQuery } from '../../api/projects'
import { useWhen } from '../../api/when'
import { sessionQuery } from '../../signin/session'
import { count } from '../../ui/numbers'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import { flag, oneOf, text, useParam } from '../../url/params'
import { PageBody } from '../PageBody'
import { NewProject } from './NewProject'
import { NoProjects } from './NoProjects'
import { found, nameOf, ordered, orders, type Row } from './order'
import classes from './Projects.module.css'
import { ProjectsTable } from './ProjectsTable'

const searchParam = text()
const orderParam = oneOf(orders, 'active')
const listed = (p: Schemas['ProjectListBody']) => p.projects

/** The projects that one may see: of all entities, or of the one in the address. */
export default function Projects() {
  const { entity } = useParams()
  const when = useWhen()
  const [search, setSearch] = useParam('q', searchParam)
  const [order, setOrder] = useParam('sort', orderParam)
  const [reversed, setReversed] = useParam('reversed', flag)
  const [making, setMaking] = useParam('new', flag)
  const list = useInfiniteQuery(projectsQuery(when, entity))
  useEveryPage(list)
  const projects = useListed(list.data, listed)
  const names = useMemo(() => projects.map(nameOf), [projects])
  const activity = useQuery({ ...activityQuery(when, names), placeholderData: keepPreviousData })
  const active = activity.data
  const rows = useMemo<Row[]>(() => projects.map((p) => ({ ...p, active: active?.get(nameOf(p)) })), [projects, active])
  const shown = useMemo(() => ordered(found(rows, search), order, reversed), [rows, search, order, reversed])
  const sortBy = (by: (typeof orders)[number]) => (by === order ? setReversed(!reversed) : setOrder(by))

  return (
    <PageBody
      fill
      title={entity ? `Projects of ${entity}` : 'Projects'}
      actions={
        !when.asOf && (
          <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
            New project
          </Button>
        )
      }
    >
      {making && <NewProject entity={entity} close={() => setMaking(false)} />}
      <div className={classes.tools}>
        <TextInput
          aria-label="Search projects"
          placeholder="Search by name, entity, description"
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value, { replace: true })}
          className={classes.search}
        />
        <EntityFilter entity={entity} rows={rows} />
        <Text size="sm" c="var(--rl-quiet)" role="status" className={classes.count}>
          {list.data &&
            (shown.length === rows.length
              ? `${count(rows.length)} projects`
              : `${count(shown.length)} of ${count(rows.length)}`)}
          {list.hasNextPage && ', more are on their way'}
        </Text>
      </div>
      {list.isError && <Refused error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Waiting what="Reading the projects" />}
      {list.data && rows.length === 0 && !list.hasNextPage && (
        <NoProjects entity={entity} make={when.asOf ? undefined : () => setMaking(true)} />
      )}
      {rows.length > 0 && (
        <ProjectsTable
          rows={shown}
          order={order}
          reversed={reversed}
          sortBy={sortBy}
          knowsActivity={activity.isSuccess}
        />
      )}
      {rows.length > 0 && shown.length === 0 && (
        <Text c="var(--rl-quiet)">
          No project has “{search}”.{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => setSearch('')}>
            Show all
          </Button>
        </Text>
      )}
    </PageBody>
  )
}

/** Leads to the projects of one entity: the address says which. */
function EntityFilter({ entity, rows }: { entity?: string; rows: Row[] }) {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const { data: me } = useQuery(sessionQuery)
  const known = new Set(rows.map((p) => p.entity))
  if (me) known.add(me.name)
  if (entity) known.add(entity)
  return (
    <Select
      aria-label="Entity"
      data={[{ value: '', label: 'All entities' }, ...[...known].sort((a, b) => a.localeCompare(b))]}
      value={entity ?? ''}
      onChange={(to) => navigate({ pathname: to ? `/${to}` : '/', search: params.toString() })}
      allowDeselect={false}
      searchable
      limit={200}
      w={200}
    />
  )
}
