import { queryOptions } from '@tanstack/react-query'
import { body } from './client'
import { keyOf, type Scope } from './scope'

/** The project: its name, privacy, what you may do in it. */
export const projectQuery = (s: Scope) =>
  queryOptions({
    queryKey: keyOf(s, 'project'),
    queryFn: ({ signal }) =>
      body(s.api.GET('/api/v1/projects/{entity}/{project}', { params: { path: s.path }, signal })),
  })
