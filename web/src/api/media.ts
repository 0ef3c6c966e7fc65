import { queryOptions } from '@tanstack/react-query'
import { address } from './address'
import { body } from './client'
import type { paths } from './schema.gen'
import { keyOf, type Scope } from './scope'

const history = '/api/v1/projects/{entity}/{project}/runs/{run}/history'

type HistoryPage = paths[typeof history]['get']['responses']['200']['content']['application/json']

/** A row of a run's history with what isn't a number: media, tables, texts, as they were logged. */
export type LoggedRow = { step: number; metrics: Record<string, unknown> }

/** Rows a request, and requests at most: what is logged at more steps is shown up to there. */
const page = 1000
const mostPages = 5

/** What a run logged under some keys, by rising step. */
export const loggedQuery = (s: Scope, run: string, keys: string[]) =>
  queryOptions({
    queryKey: keyOf(s, 'points', 'logged', run, keys),
    queryFn: async ({ signal }) => {
      const rows: LoggedRow[] = []
      let cursor: string | undefined
      for (let i = 0; i < mostPages; i++) {
        // It can also be answered as lines, which have no type.
        const answer = (await body(
          s.api.GET(history, {
            params: { path: { ...s.path, run }, query: { keys, limit: page, ...(cursor && { cursor }) } },
            signal,
          }),
        )) as HistoryPage
        for (const row of answer.rows ?? []) if (isRow(row)) rows.push(row)
        cursor = answer.next_cursor
        if (!cursor) break
      }
      return { rows, more: cursor !== undefined && cursor !== '' }
    },
  })

function isRow(row: unknown): row is LoggedRow {
  const r = row as Partial<LoggedRow> | null
  return typeof r === 'object' && typeof r?.step === 'number' && typeof r.metrics === 'object' && r.metrics !== null
}

/** Where the content of a run's file is. */
export function fileAddress(s: Scope, run: string, name: string): string {
  const query = new URLSearchParams({ name, ...(s.asOf && { as_of: s.asOf }) })
  const path = [s.entity, s.project, 'runs', run].map(encodeURIComponent).join('/')
  return address(`api/v1/projects/${path}/file?${query}`)
}

/** The content of a run's file as text. */
export const fileTextQuery = (s: Scope, run: string, name: string) =>
  queryOptions({
    queryKey: keyOf(s, 'files', 'text', run, name),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) =>
      body(
        s.api.GET('/api/v1/projects/{entity}/{project}/runs/{run}/file', {
          params: { path: { ...s.path, run }, query: { name } },
          parseAs: 'text',
          signal,
        }),
      ),
  })

/** Machine metrics of a run. */
export const systemQuery = (s: Scope, run: string, keys: string[], buckets = 500) =>
  queryOptions({
    queryKey: keyOf(s, 'points', 'system', run, keys, buckets),
    queryFn: ({ signal }) =>
      body(
        s.api.GET('/api/v1/projects/{entity}/{project}/runs/{run}/system', {
          params: { path: { ...s.path, run }, query: { keys, buckets } },
          signal,
        }),
      ),
  })
