import { queryOptions } from '@tanstack/react-query'
import { body } from './client'
import { keyOf, type Scope } from './scope'

export type Ends = { min?: number; max?: number }

/** What a panel shows of a range of its x axis: bucketed anew, of the same runs. */
export const zoomedPanelQuery = (s: Scope, workspace: string, panel: string, range: Ends | undefined) =>
  queryOptions({
    queryKey: keyOf(s, 'panel-data', workspace, panel, 'of', range ?? 'all'),
    queryFn: ({ signal }) =>
      body(
        s.api.GET('/api/v1/projects/{entity}/{project}/workspaces/{workspace}/panels/{panel}/data', {
          params: {
            path: { ...s.path, workspace, panel },
            query: {
              ...(range?.min !== undefined && { x_min: String(range.min) }),
              ...(range?.max !== undefined && { x_max: String(range.max) }),
            },
          },
          signal,
        }),
      ),
  })
