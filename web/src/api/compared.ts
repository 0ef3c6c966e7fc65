import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { body } from './client'
import { keyOf, type Scope } from './scope'
import type { RunRow } from './workspace'

/** Runs with all of their config and summary, in the order of their ids. */
export const comparedQuery = (s: Scope, ids: string[]) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'compared', ids),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<RunRow[]> => {
      const filter = { field: 'id', op: 'in', value: ids }
      const page = await body(
        s.api.POST('/api/v1/projects/{entity}/{project}/runs:query', {
          params: { path: s.path },
          body: { filter, limit: Math.max(1, ids.length) },
          signal,
        }),
      )
      const found = new Map((page.runs ?? []).map((r) => [r.id, r]))
      return ids.flatMap((id) => found.get(id) ?? [])
    },
  })
