import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { body, type Schemas } from './client'
import { everywhere } from './everywhere'
import { nextCursor } from './pages'
import type { When } from './when'

export type Project = Schemas['HttpProject']
export type Audience = Project['view']
export type Privacy = Project['privacy']

/** The projects that one may see, page by page; of one entity or of all. */
export const projectsQuery = (w: When, entity?: string) =>
  infiniteQueryOptions({
    queryKey: everywhere(w, 'projects', entity ?? ''),
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      body(
        w.api.GET('/api/v1/projects', {
          params: { query: { limit: 1000, ...(entity && { entity }), ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: nextCursor,
  })

/** The projects in the trash that one may take out. */
export const trashedProjectsQuery = (w: When) =>
  infiniteQueryOptions({
    queryKey: everywhere(w, 'trash'),
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      body(
        w.api.GET('/api/v1/trash', {
          params: { query: { limit: 100, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: nextCursor,
  })

/** How far a purge has come; asked until it's done. */
export const purgeQuery = (w: When, purge: number) =>
  queryOptions({
    queryKey: everywhere(w, 'trash', 'purge', purge),
    queryFn: ({ signal }) => body(w.api.GET('/api/v1/purges/{purge}', { params: { path: { purge } }, signal })),
    refetchInterval: (q) => (q.state.data?.state === 'done' || q.state.status === 'error' ? false : 1000),
  })

const most = 1000 // names a request

/** When projects were last active, by "entity/name"; those without data are missing. */
export const activityQuery = (w: When, names: string[]) =>
  queryOptions({
    queryKey: everywhere(w, 'activity', names),
    enabled: names.length > 0,
    queryFn: async ({ signal }) => {
      const parts = Array.from({ length: Math.ceil(names.length / most) }, (_, i) =>
        names.slice(i * most, (i + 1) * most),
      )
      const answers = await Promise.all(
        parts.map((projects) => body(w.api.POST('/api/v1/projects:activity', { body: { projects }, signal }))),
      )
      return new Map(answers.flatMap((a) => Object.entries(a.last_active)))
    },
  })
