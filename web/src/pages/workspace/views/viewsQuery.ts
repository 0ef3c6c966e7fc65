import { queryOptions } from '@tanstack/react-query'
import { body } from '../../../api/client'
import { keyOf, type Scope } from '../../../api/scope'

/** The workspaces of a project: the reader's own, saved views, other people's. */
export const viewsQuery = (s: Scope) =>
  queryOptions({
    queryKey: keyOf(s, 'workspace', 'all'),
    queryFn: ({ signal }) =>
      body(
        s.api.GET('/api/v1/projects/{entity}/{project}/workspaces', {
          params: { path: s.path, query: { limit: 1000 } },
          signal,
        }),
      ),
  })
