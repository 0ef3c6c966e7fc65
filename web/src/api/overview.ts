import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { body } from './client'
import { nextCursor } from './pages'
import { keyOf, type Scope } from './scope'

const at = '/api/v1/projects/{entity}/{project}'

/** What went into the project: activity, compute, states, contributors. */
export const overviewQuery = (s: Scope) =>
  queryOptions({
    queryKey: keyOf(s, 'overview'),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(s.api.GET(`${at}/overview`, { params: { path: s.path }, signal })),
  })

/** Who may view and submit, and which levels there are to choose from. */
export const privacyQuery = (s: Scope) =>
  queryOptions({
    queryKey: keyOf(s, 'project', 'privacy'),
    queryFn: ({ signal }) => body(s.api.GET(`${at}/privacy`, { params: { path: s.path }, signal })),
  })

/** Who was invited. */
export const accessQuery = (s: Scope) =>
  infiniteQueryOptions({
    queryKey: keyOf(s, 'project', 'access'),
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      body(
        s.api.GET(`${at}/access`, {
          params: { path: s.path, query: { limit: 100, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: nextCursor,
  })

/** What the page keeps for the project. */
export const projectSettingsQuery = (s: Scope) =>
  queryOptions({
    queryKey: keyOf(s, 'project', 'settings'),
    queryFn: ({ signal }) => body(s.api.GET(`${at}/settings`, { params: { path: s.path }, signal })),
  })

/** The project's runs in the trash. */
export const trashedRunsQuery = (s: Scope) =>
  infiniteQueryOptions({
    queryKey: keyOf(s, 'trash'),
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      body(
        s.api.GET(`${at}/trash`, {
          params: { path: s.path, query: { limit: 200, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: nextCursor,
  })
