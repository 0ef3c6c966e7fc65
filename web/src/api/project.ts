import { queryOptions, useQuery } from '@tanstack/react-query'
import { body, type Schemas } from './client'
import { keyOf, type Scope, useScope } from './scope'

export type Project = Schemas['ProjectAnswerBody']

/** The project: its name, privacy, what you may do in it. */
export const projectQuery = (s: Scope) =>
  queryOptions({
    queryKey: keyOf(s, 'project'),
    // Another moment of the same project doesn't take the frame away.
    placeholderData: (before: Project | undefined, query) =>
      query?.queryKey[1] === `${s.entity}/${s.project}` ? before : undefined,
    queryFn: ({ signal }) =>
      body(s.api.GET('/api/v1/projects/{entity}/{project}', { params: { path: s.path }, signal })),
  })

/** What the reader may do here now. Nothing can be changed in the past. */
export function useMay(): { edit: boolean; submit: boolean; administer: boolean } {
  const scope = useScope()
  const { data } = useQuery(projectQuery(scope))
  if (!data || scope.asOf) return { edit: false, submit: false, administer: false }
  return data.may
}
