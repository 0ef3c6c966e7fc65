import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { body } from '../../../api/client'
import { useScope } from '../../../api/scope'
import type { Panel, Section } from '../../../api/workspace'
import { panelsKey } from '../useArrange'
import { useWorkspace } from '../WorkspaceContext'

/** The panels of a page of a section; undefined: not known yet. Those of the stored page come with the workspace. */
export function usePanels(section: Section, page: number): Panel[] | undefined {
  const scope = useScope()
  const { workspace } = useWorkspace()
  const another = section.layout === 'standard' && page !== section.page
  const size = section.columns * section.rows
  const query = useQuery({
    queryKey: panelsKey(scope, workspace, section.id, `${page} of ${size}`),
    enabled: another,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        scope.api.GET('/api/v1/projects/{entity}/{project}/workspaces/{workspace}/sections/{section}/panels', {
          params: { path: { ...scope.path, workspace, section: section.id }, query: { page } },
          signal,
        }),
      ),
  })
  if (another) return query.data?.panels ?? undefined
  return section.panels ?? (section.panel_count === 0 ? [] : undefined)
}
