import { queryOptions } from '@tanstack/react-query'
import { body, type Schemas } from './client'
import { keyOf, type Scope } from './scope'

export type ChartRequest = Schemas['ChartRequest']

/** Asks for a chart of metrics of runs. */
export const readChart = (s: Scope, request: ChartRequest, signal?: AbortSignal) =>
  // The same route answers in lines, too, which have no type: an unknown makes both unknown.
  body(
    s.api.POST('/api/v1/projects/{entity}/{project}/charts', { params: { path: s.path }, body: request, signal }),
  ) as Promise<Schemas['ChartAnswer']>

export const chartQuery = (s: Scope, request: ChartRequest) =>
  queryOptions({
    queryKey: keyOf(s, 'points', 'chart', request),
    queryFn: ({ signal }) => readChart(s, request, signal),
  })

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
