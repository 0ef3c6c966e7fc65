import { Anchor, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { Link } from 'react-router'
import type { Entry } from '../../api/audit'
import type { Schemas } from '../../api/client'
import { useEveryPage, useListed } from '../../api/pages'
import { projectsQuery, trashedProjectsQuery } from '../../api/projects'
import { useWhen } from '../../api/when'
import { sessionQuery } from '../../signin/session'
import { Empty } from '../../ui/Empty'
import { PageBody } from '../PageBody'
import { AuditFilters } from './AuditFilters'
import { AuditList } from './AuditList'
import { useAuditFilter } from './useAuditFilter'

const projectsOf = (p: Schemas['ProjectListBody']) => p.projects
const trashedOf = (p: Schemas['TrashedProjectsBody']) => p.projects

/** The trail of everything: for administrators. */
export function GlobalAudit() {
  const { data: me } = useQuery(sessionQuery)
  if (me?.admin) return <Everything />
  return (
    <PageBody title="Audit trail">
      <Empty title="Each project has its own trail">
        <Text c="var(--rl-quiet)">
          The trail of the whole installation is for its administrators. What happened in a project stands under{' '}
          <em>More › Audit trail</em> of that project:{' '}
          <Anchor component={Link} to="/" inherit underline="always">
            choose one
          </Anchor>
          .
        </Text>
      </Empty>
    </PageBody>
  )
}

function Everything() {
  const when = useWhen()
  const { filter, set, clear } = useAuditFilter()
  const projects = useInfiniteQuery(projectsQuery(when))
  const trashed = useInfiniteQuery(trashedProjectsQuery(when))
  useEveryPage(projects)
  useEveryPage(trashed)
  const listed = useListed(projects.data, projectsOf)
  const gone = useListed(trashed.data, trashedOf)
  const byNumber = useMemo(
    () => new Map([...gone, ...listed].map((p) => [p.number, { entity: p.entity, project: p.name }])),
    [listed, gone],
  )
  const placeOf = useCallback((e: Entry) => (e.project ? byNumber.get(e.project) : undefined), [byNumber])
  return (
    <PageBody title="Audit trail of everything" fill>
      <AuditFilters of={when} filter={filter} set={set} clear={clear} />
      <AuditList filter={filter} mayUndo placeOf={placeOf} />
    </PageBody>
  )
}
