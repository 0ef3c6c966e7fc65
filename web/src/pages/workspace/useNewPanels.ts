import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { body } from '../../api/client'
import { keyOf, useScope } from '../../api/scope'
import type { Workspace } from '../../api/workspace'

/**
 * Reads the workspace anew when panels appeared in it by themselves: a trainer logged a
 * metric for the first time. While runs log, only the number of panels is asked for.
 */
export function useNewPanels(workspace: string, data: Workspace): void {
  const scope = useScope()
  const queries = useQueryClient()
  const { data: found } = useQuery({
    queryKey: keyOf(scope, 'keys', 'panels of', workspace),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    // What was read with the workspace holds until a change says otherwise.
    initialData: () => ({ total: data.panel_count ?? 0, position: data.position }),
    enabled: !scope.asOf,
    queryFn: ({ signal }) =>
      body(
        scope.api.GET('/api/v1/projects/{entity}/{project}/workspaces/{workspace}/panels', {
          params: { path: { ...scope.path, workspace }, query: { limit: 1 } },
          signal,
        }),
      ).then(({ total, position }) => ({ total, position })),
  })
  const shown = data.panel_count ?? 0
  useEffect(() => {
    if (found.position !== data.position && found.total > shown) {
      void queries.invalidateQueries({ queryKey: keyOf(scope, 'workspace', workspace) })
    }
    // Asked once for each answer that counts more panels than are shown.
    // biome-ignore lint/correctness/useExhaustiveDependencies: a change of what is shown asks nothing
  }, [found])
}
