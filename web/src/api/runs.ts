import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import { body, type Schemas } from './client'
import { asProblem } from './problem'
import { keyOf, type Scope } from './scope'
import type { RunRow } from './workspace'

export type RunPage = Schemas['WorkspaceRunPage']
export type RunGroup = Schemas['RunsGroupOfRuns']
export type RunSet = Schemas['WorkspaceRunSet']
/** What rows are shown from: a page of all runs, or of a group's. */
export type Rows = { runs: RunRow[]; matched: number; next?: string }

/** Runs that one request asks for. */
export const pageSize = 200

const W = '/api/v1/projects/{entity}/{project}/workspaces/{workspace}' as const
const P = '/api/v1/projects/{entity}/{project}' as const

/**
 * Any page of the runs of a workspace's run set, for lists of any length: pages are asked
 * for as they come into view. `runSet` is the run set's id: another one, other pages.
 */
export const runPageQuery = (s: Scope, workspace: string, runSet: string, columns: string[], page: number) => {
  const key = (n: number) => keyOf(s, 'runs', 'page', workspace, runSet, columns, n)
  return queryOptions({
    queryKey: key(page),
    gcTime: page === 0 ? 60_000 : 20_000, // who scrolls over 100,000 runs doesn't keep them all
    placeholderData: page === 0 ? keepPreviousData : undefined,
    queryFn: async ({ signal, client }): Promise<Rows & { total: number; runSet: RunSet }> => {
      const ask = (from: { skip: number; cursor?: string }) =>
        body(
          s.api.GET(`${W}/runs`, {
            params: { path: { ...s.path, workspace }, query: { columns, limit: pageSize, ...from } },
            signal,
          }),
        )
      const cursor = page > 0 ? firstCursor(client, key(0)) : undefined
      const skip = page * pageSize
      const answer = await (cursor
        ? ask({ cursor, skip: skip - pageSize }).catch((e) => {
            if (asProblem(e).status !== 410) throw e
            return ask({ skip }) // the order of the first page is no longer kept
          })
        : ask({ skip }))
      const { runs, matched, next_cursor, total, run_set } = answer
      return { runs: runs ?? [], matched, next: next_cursor, total, runSet: run_set }
    },
  })
}

/** The order that the first page fixed is shared by the others, unless it's being found anew. */
function firstCursor(client: QueryClient, key: unknown[]): string | undefined {
  const first = client.getQueryState<Rows>(key)
  return first && !first.isInvalidated && first.fetchStatus === 'idle' ? first.data?.next : undefined
}

/** What chooses runs, as runs:query and runs:groups take it. */
export const chosen = (set: RunSet | undefined) => ({
  ...(set?.filter && { filter: set.filter }),
  ...(set?.search && { search: set.search, regex: set.regex ?? false }),
})

/** The groups of a run set, with a number for each aggregate. */
export const runGroupsQuery = (s: Scope, set: RunSet, aggregates: Schemas['RunsAggregate'][]) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'groups', set.id, aggregates),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const by = groupingOf(set)
      return body(
        s.api.POST(`${P}/runs:groups`, {
          params: { path: s.path },
          body: {
            ...chosen(set),
            ...(by.allExcept ? { all_except: by.allExcept } : { by: by.by }),
            aggregates,
            limit: 10_000,
          },
          signal,
        }),
      )
    },
  })

/** Keys that runs are grouped by, or those that they aren't. */
export function groupingOf(set: RunSet | undefined): { by: string[]; allExcept?: string[] } {
  const g = set?.group_by
  if (!g) return { by: [] }
  if (Array.isArray(g)) return { by: g }
  return g.all_except ? { by: [], allExcept: g.all_except } : { by: g.by ?? [] }
}

/** A page of runs that a filter finds, such as those of a group. */
export const foundRunsQuery = (
  s: Scope,
  ask: { filter?: string; search?: string; regex?: boolean; sort?: string[]; columns: string[] },
  page: number,
) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'found', ask, page),
    gcTime: 20_000,
    queryFn: async ({ signal }): Promise<Rows> => {
      const { runs, matched, next_cursor } = await body(
        s.api.POST(`${P}/runs:query`, {
          params: { path: s.path },
          body: { ...ask, limit: pageSize, skip: page * pageSize },
          signal,
        }),
      )
      return { runs: runs ?? [], matched, next: next_cursor }
    },
  })

/** How many runs a filter and search find; the problem says where they are wrong. */
export const matchedQuery = (s: Scope, ask: { filter?: string; search?: string; regex?: boolean }) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'matched', ask),
    gcTime: 10_000,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<{ matched: number; total: number }> =>
      body(
        s.api.POST(`${P}/runs:query`, {
          params: { path: s.path },
          body: { ...ask, columns: ['name'], limit: 1 },
          signal,
        }),
      ).then((p) => ({ matched: p.matched, total: p.total })),
  })

export type KeyScope = 'config' | 'summary' | 'metrics' | 'system'

/** Keys that the project's runs have, as of now: there are thousands, so they are searched there. */
export const keysQuery = (s: Scope, scope: KeyScope[], search: string) =>
  queryOptions({
    queryKey: keyOf(s, 'keys', scope, search),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(s.api.GET(`${P}/keys`, { params: { path: s.path, query: { scope, ...(search && { search }) } }, signal })),
  })

/** The values that runs have at a field, the commonest first, as they are typed in a filter. */
export const valuesQuery = (s: Scope, field: string) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'values', field),
    retry: false,
    queryFn: async ({ signal }) => {
      const { groups } = await body(
        s.api.POST(`${P}/runs:groups`, {
          params: { path: s.path },
          body: { by: [field], sort: 'count:desc', limit: 50 },
          signal,
        }),
      )
      const values = (groups ?? []).map((g) => g.values?.[0]?.value)
      const plain = values.filter((v) => v !== null && v !== undefined && typeof v !== 'object')
      return [...new Set(plain.map((v) => String(v)))]
    },
  })
