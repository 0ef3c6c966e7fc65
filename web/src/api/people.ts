import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { body, type Schemas } from './client'
import { everywhere } from './everywhere'
import { nextCursor } from './pages'
import type { When } from './when'

export type Key = Schemas['HttpKey']
export type Team = Schemas['HttpTeam']
export type Role = NonNullable<Schemas['HttpTeamMember']['role']>
export type User = Schemas['HttpUser']

/** One's own settings. */
export const settingsQuery = (w: When) =>
  queryOptions({
    queryKey: everywhere(w, 'settings'),
    queryFn: ({ signal }) => body(w.api.GET('/api/v1/me/settings', { signal })),
  })

/** One's API keys. */
export const keysQuery = (w: When) =>
  queryOptions({
    queryKey: everywhere(w, 'keys'),
    queryFn: ({ signal }) => body(w.api.GET('/api/v1/me/keys', { signal })),
  })

export const teamsQuery = (w: When) =>
  infiniteQueryOptions({
    queryKey: everywhere(w, 'teams'),
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      body(
        w.api.GET('/api/v1/teams', {
          params: { query: { limit: 100, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: nextCursor,
  })

export const teamQuery = (w: When, team: string) =>
  queryOptions({
    queryKey: everywhere(w, 'teams', team),
    queryFn: ({ signal }) => body(w.api.GET('/api/v1/teams/{team}', { params: { path: { team } }, signal })),
  })

/** The users: for administrators all, for others themselves. */
export const usersQuery = (w: When) =>
  infiniteQueryOptions({
    queryKey: everywhere(w, 'users'),
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      body(
        w.api.GET('/api/v1/users', {
          params: { query: { limit: 1000, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: nextCursor,
  })
