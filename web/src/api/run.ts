import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { Entries, type Json, parseJson } from '../tree/json'
import { body, type Schemas } from './client'
import { keyOf, type Scope } from './scope'

export type RunLine = Schemas['RunLine']
export type RunFile = Schemas['RunFile']
export type RunAlert = Schemas['RunAlert']

/** A run, with its config and summary as they were written: no digit is lost. */
export type OneRun = {
  row: Omit<Schemas['RunsOne'], 'config' | 'summary'>
  config: Entries
  summary: Entries
}

const at = '/api/v1/projects/{entity}/{project}/runs/{run}'
const pathOf = (s: Scope, run: string) => ({ ...s.path, run })

/** One run with everything that is known of it but its points. */
export const runQuery = (s: Scope, run: string) =>
  queryOptions({
    queryKey: keyOf(s, 'run', run),
    queryFn: async ({ signal }) =>
      oneRunOf(await body(s.api.GET(at, { params: { path: pathOf(s, run) }, parseAs: 'text', signal }))),
    structuralSharing: false, // it would compare a megabyte key by key
  })

/** Reads the answer about a run twice: its own fields as usual, config and summary without loss. */
export function oneRunOf(text: string): OneRun {
  const { config: _c, summary: _s, ...row } = JSON.parse(text) as Schemas['RunsOne']
  const exact = parseJson(text)
  const part = (name: string) => {
    const value: Json | undefined = exact instanceof Entries ? exact.get(name) : undefined
    return value instanceof Entries ? value : new Entries()
  }
  return { row, config: part('config'), summary: part('summary') }
}

/** The names of what it has points of. */
export const runMetricsQuery = (s: Scope, run: string) =>
  queryOptions({
    queryKey: keyOf(s, 'keys', 'metrics of run', run),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await body(s.api.GET(`${at}/metrics`, { params: { path: pathOf(s, run) }, signal }))).metrics ?? [],
  })

/** A value that was too large for its place. It is its hash: it never gets stale. */
export const farValueQuery = (s: Scope, run: string, sha256: string) =>
  queryOptions({
    queryKey: keyOf(s, 'project', 'value', run, sha256),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Json> =>
      parseJson(
        (await body(
          s.api.GET(`${at}/value`, { params: { path: pathOf(s, run), query: { sha256 } }, parseAs: 'text', signal }),
        )) as string,
      ),
  })

export type ConsoleTail = { lines: RunLine[] /** How many line numbers there are. */; total: number }

/** The end of the output: it tells how long it is. */
export const consoleTailQuery = (s: Scope, run: string) =>
  queryOptions({
    queryKey: keyOf(s, 'files', 'console tail', run),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<ConsoleTail> => {
      const lines = (await consolePage(s, run, { tail: 200 }, signal)).lines ?? []
      return { lines, total: (lines.at(-1)?.line ?? -1) + 1 }
    },
  })

/** How many line numbers are read at once. */
export const consoleChunk = 500

export const consoleChunkQuery = (s: Scope, run: string, chunk: number) =>
  queryOptions({
    queryKey: keyOf(s, 'files', 'console', run, chunk),
    queryFn: async ({ signal }) => {
      const from = chunk * consoleChunk
      const page = await consolePage(s, run, { from_line: from, limit: consoleChunk }, signal)
      return (page.lines ?? []).filter((l) => l.line < from + consoleChunk)
    },
  })

/** A page of the output. */
export const consolePage = (
  s: Scope,
  run: string,
  query: { from_line?: number; limit?: number; tail?: number },
  signal?: AbortSignal,
) =>
  body(s.api.GET(`${at}/console`, { params: { path: pathOf(s, run), query }, signal })) as Promise<
    Schemas['RunConsole'] // the text alone is for who asks for it
  >

/** The metrics of the machine. */
export const systemQuery = (s: Scope, run: string) =>
  queryOptions({
    queryKey: keyOf(s, 'points', 'system', run),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(s.api.GET(`${at}/system`, { params: { path: pathOf(s, run), query: { buckets: 500 } }, signal })),
  })

/** The files of a run, page by page. */
export const filesQuery = (s: Scope, run: string) =>
  infiniteQueryOptions({
    queryKey: keyOf(s, 'files', 'list', run),
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      body(
        s.api.GET(`${at}/files`, {
          params: { path: pathOf(s, run), query: { limit: 5000, ...(pageParam && { after: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => (page.more ? page.files?.at(-1)?.name : undefined),
  })

/** Where a file's content is. */
export function fileAddress(s: Scope, run: string, name: string): string {
  const path = [s.entity, s.project].map(encodeURIComponent).join('/')
  const query = new URLSearchParams({ name, ...(s.asOf && { as_of: s.asOf }) })
  return `api/v1/projects/${path}/runs/${encodeURIComponent(run)}/file?${query}`
}

/** What is saved of the code: below code/, and the difference to the commit. */
export const codeFilesQuery = (s: Scope, run: string) =>
  queryOptions({
    queryKey: keyOf(s, 'files', 'code', run),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const list = async (after: string) =>
        (await body(
          s.api.GET(`${at}/files`, { params: { path: pathOf(s, run), query: { after, limit: 5000 } }, signal }),
        ).then((page) => page.files)) ?? []
      const code = (await list('code/')).filter((f) => f.name.startsWith('code/'))
      const diffs = (await list('diff')).filter((f) => /^diff[^/]*\.patch$/.test(f.name))
      return [...code, ...diffs]
    },
  })

/** The beginning of a file's content, as it is. A content is its hash: it never gets stale. */
export const fileQuery = (s: Scope, run: string, file: RunFile, most: number) =>
  queryOptions({
    queryKey: keyOf(s, 'project', 'file', run, file.name, file.sha256, most),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Blob> =>
      new Blob([
        await body(
          s.api.GET(`${at}/file`, {
            params: { path: pathOf(s, run), query: { name: file.name } },
            ...(file.size > most && { headers: { Range: `bytes=0-${most - 1}` } }),
            parseAs: 'arrayBuffer',
            signal,
          }),
        ),
      ]),
  })

export const alertsQuery = (s: Scope, run: string) =>
  queryOptions({
    queryKey: keyOf(s, 'files', 'alerts', run),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(s.api.GET(`${at}/alerts`, { params: { path: pathOf(s, run) }, signal })),
  })

export type RunLike = { run: Omit<Schemas['RunsRow'], 'config' | 'summary'>; config: Entries }

/** Runs that a filter matches, with some of their config as it was written. */
export const runsLikeQuery = (s: Scope, filter: string, columns: string[], limit: number) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'like', filter, columns, limit),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    queryFn: async ({ signal }): Promise<{ runs: RunLike[]; matched: number }> => {
      const params = { path: s.path }
      const text = (await body(
        s.api.POST('/api/v1/projects/{entity}/{project}/runs:query', {
          params,
          body: { filter, columns, limit },
          parseAs: 'text',
          signal,
        }),
      )) as string
      const page = JSON.parse(text) as Schemas['RunsPage']
      const exact = parseJson(text)
      const rows = exact instanceof Entries ? exact.get('runs') : undefined
      const configs = Array.isArray(rows) ? rows.map((r) => (r instanceof Entries ? r.get('config') : undefined)) : []
      return {
        matched: page.matched,
        runs: (page.runs ?? []).map((run, i) => {
          const config = configs[i]
          return { run, config: config instanceof Entries ? config : new Entries() }
        }),
      }
    },
  })
