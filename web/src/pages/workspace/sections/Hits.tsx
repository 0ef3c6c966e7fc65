import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { body } from '../../../api/client'
import { useScope } from '../../../api/scope'
import type { Section } from '../../../api/workspace'
import { Answer } from '../../../ui/Answer'
import { panelsKey } from '../useArrange'
import { useWorkspace } from '../WorkspaceContext'
import { HitSection } from './HitSection'
import classes from './Sections.module.css'

const most = 1000 // panels that one answer has

/** The panels whose titles have what is searched for, in their sections; sections without one aren't there. */
export function Hits({ q, sections }: { q: string; sections: Section[] }) {
  const scope = useScope()
  const { workspace } = useWorkspace()
  const query = useQuery({
    queryKey: panelsKey(scope, workspace, 'found', q),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        scope.api.GET('/api/v1/projects/{entity}/{project}/workspaces/{workspace}/panels', {
          params: { path: { ...scope.path, workspace }, query: { q, limit: most } },
          signal,
        }),
      ),
  })
  return (
    <Answer of={query} what="Searching the panels">
      {(found) => (
        <div className={classes.list} data-searched={q} aria-busy={query.isPlaceholderData}>
          <Text size="sm" c="var(--rl-quiet)" role="status">
            {found.total === 0 ? `No panel’s title has “${q}”.` : `${found.total} of the panels match “${q}”.`}
          </Text>
          {sections
            .filter((s) => found.sections[s.id])
            .map((s) => (
              <HitSection key={s.id} section={s} panels={(found.panels ?? []).filter((p) => p.section === s.id)} />
            ))}
        </div>
      )}
    </Answer>
  )
}
