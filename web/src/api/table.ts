import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { body, type Schemas } from './client'
import { keyOf, type Scope } from './scope'

/** Which runs a list shows: a workspace's run set, or those that a filter and a search choose. */
export type RunSource =
  | { workspace: string /** Of the run set: another one is another list. */; set: string }
  | { filter: string; search: string; regex: boolean; sort: string[] }

export type RunPage = Schemas['RunsPage'] & Partial<Pick<Schemas['WorkspaceRunPage'], 'hidden' | 'run_set'>>

/** Runs of a page, but for the last one. */
export const pageSize = 100

const inProject = '/api/v1/projects/{entity}/{project}'

/**
 * A page of runs by its number. The first one finds the order; the others go by its
 * cursor, so that they fit together while the order changes.
 */
export const runPageQuery = (s: Scope, of: RunSource, columns: string[], page: number, cursor: string) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'page', of, columns, page, cursor),
    queryFn: ({ signal }) => readPage(s, of, { columns, limit: pageSize, ...place(page, cursor) }, signal),
    ...(page === 0 && { placeholderData: keepPreviousData }),
  })

const place = (page: number, cursor: string) => (page > 0 ? { cursor, skip: (page - 1) * pageSize } : {})

type Part = { columns: string[]; limit: number; cursor?: string; skip?: number }

async function readPage(s: Scope, of: RunSource, part: Part, signal?: AbortSignal): Promise<RunPage> {
  if ('workspace' in of) {
    const params = { path: { ...s.path, workspace: of.workspace }, query: part }
    return body(s.api.GET(`${inProject}/workspaces/{workspace}/runs`, { params, signal }))
  }
  return body(s.api.POST(`${inProject}/runs:query`, { params: { path: s.path }, body: { ...of, ...part }, signal }))
}

/** The ids of all runs of a source, page by page; `told` hears how many are there. */
export async function idsOf(s: Scope, of: RunSource, told: (n: number, matched: number) => void): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page: RunPage = await readPage(s, of, { columns: ['name'], limit: 1000, ...(cursor && { cursor }) })
    ids.push(...(page.runs ?? []).map((r) => r.id))
    cursor = page.next_cursor
    told(ids.length, page.matched)
  } while (cursor)
  return ids
}

/** Groups of runs. */
export const groupsQuery = (s: Scope, ask: Schemas['RunsGroupsRequest']) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'groups', ask),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(s.api.POST(`${inProject}/runs:groups`, { params: { path: s.path }, body: ask, signal })),
  })

/** The keys that runs have, as of now: config, summary, and the runs' own fields. */
export const keysQuery = (now: Scope) =>
  queryOptions({
    queryKey: keyOf(now, 'keys', 'of runs'),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        now.api.GET(`${inProject}/keys`, {
          params: { path: now.path, query: { scope: ['config', 'summary'] } },
          signal,
        }),
      ),
  })
