import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { body } from './client'
import { keyOf, type Scope } from './scope'

export type KeyScope = 'config' | 'summary' | 'metrics' | 'system'

/** Names that runs of the project have, with a part in any case. */
export const namesQuery = (s: Scope, scopes: KeyScope[], search = '') =>
  queryOptions({
    queryKey: keyOf(s, 'keys', scopes, search),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        s.api.GET('/api/v1/projects/{entity}/{project}/keys', {
          params: { path: s.path, query: { scope: scopes, ...(search && { search }) } },
          signal,
        }),
      ),
  })
