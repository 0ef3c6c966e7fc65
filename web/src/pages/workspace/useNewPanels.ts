import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { body } from '../../api/client'
import { keyOf, useScope } from '../../api/scope'
import type { Workspace } from '../../api/workspace'

// The server remembers which metrics there are, for as long as reading them anew isn't
// worth it: after a change it's asked again, a little later each time (ms).
const again = [2_000, 10_000, 30_000]

/**
 * Reads the workspace anew when panels appeared in it by themselves: a trainer logged a
 * metric for the first time. While runs log, only the number of panels is asked for.
 */
export function useNewPanels(workspace: string, data: Workspace): void {
  const scope = useScope()
  const queries = useQueryClient()
  const shown = data.panel_count ?? 0
  const {
    data: found,
    dataUpdatedAt,
    refetch,
  } = useQuery({
    queryKey: keyOf(scope, 'keys', 'panels of', workspace),
    staleTime: Number.POSITIVE_INFINITY,
    initialData: shown, // it holds until a change says otherwise
    initialDataUpdatedAt: 0,
    enabled: !scope.asOf,
    queryFn: ({ signal }) =>
      body(
        scope.api.GET('/api/v1/projects/{entity}/{project}/workspaces/{workspace}/panels', {
          params: { path: { ...scope.path, workspace }, query: { limit: 1 } },
          signal,
        }),
      ).then(({ total }) => total),
  })
  const own = useRef({ asked: false, step: 0 })
  useEffect(() => {
    if (dataUpdatedAt === 0) return
    const now = own.current
    now.step = now.asked ? now.step + 1 : 0
    now.asked = false
    const wait = again[now.step]
    if (wait === undefined) return
    const t = setTimeout(() => {
      now.asked = true
      void refetch()
    }, wait)
    return () => clearTimeout(t)
  }, [dataUpdatedAt, refetch])

  const known = useRef(shown)
  useEffect(() => {
    // Once for each number that is found, whatever comes of it.
    if (found > shown && found !== known.current) {
      void queries.invalidateQueries({ queryKey: keyOf(scope, 'workspace', workspace) })
    }
    known.current = found
  }, [found, shown, queries, scope, workspace])
}
