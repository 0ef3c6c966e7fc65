import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { body } from '../../../api/client'
import { keyOf, type Scope, useNow } from '../../../api/scope'
import { runFields, writeField } from '../../../filter/field'

const keysQuery = (s: Scope) =>
  queryOptions({
    queryKey: keyOf(s, 'keys', 'of reports'),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        s.api.GET('/api/v1/projects/{entity}/{project}/keys', {
          params: { path: s.path, query: { scope: ['config', 'summary', 'metrics'] } },
          signal,
        }),
      ),
  })

const most = 2000 // that are offered; others can be typed

/** The names that runs of the project have: metrics, and fields for columns and axes. */
export function useKeys(): { metrics: string[]; fields: string[]; config: string[] } {
  const { data } = useQuery(keysQuery(useNow()))
  const names = (list: { key: string }[] | null | undefined) => (list ?? []).slice(0, most).map((k) => k.key)
  const config = names(data?.config).map((k) => writeField({ scope: 'config', path: [k] }))
  return {
    metrics: names(data?.metrics),
    config,
    fields: unique([
      ...config,
      ...names(data?.summary).map((k) => writeField({ scope: 'summary', path: [k] })),
      ...runFields.map((f) => f.name),
    ]),
  }
}

const unique = (list: string[]) => [...new Set(list)]
