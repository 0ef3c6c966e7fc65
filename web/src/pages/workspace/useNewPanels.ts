import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
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
  const asked = useRef(found)
  useEffect(() => {
    if (asked.current === found || found.total <= shown) return
    asked.current = found // once for each answer, whatever comes of it
    void queries.invalidateQueries({ queryKey: keyOf(scope, 'workspace', workspace) })
  }, [found, shown, queries, scope, workspace])
}
