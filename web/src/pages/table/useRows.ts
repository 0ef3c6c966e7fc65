import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { useScope } from '../../api/scope'
import { pageSize, type RunPage, type RunSource, runPageQuery } from '../../api/table'
import type { RunRow } from '../../api/workspace'
import { bandAt, pagesOf } from './outline'
import type { Outline } from './useOutline'

const mostKept = 60 // pages of rows

/** What is drawn of the lines: from, to, and in which direction one scrolls. */
export type View = { from: number; to: number; direction: 'forward' | 'backward' | null }

type Want = { source: RunSource; page: number }

/**
 * The rows of the lines in view, and of those that come next. What was there before stays
 * until what replaces it has come.
 */
export function useRows(outline: Outline, columns: string[], view: View) {
  const scope = useScope()
  const queries = useQueryClient()
  const wants = wanted(outline, view)
  const sources = [...new Map(wants.map((w) => [JSON.stringify(w.source), w.source]))]
  const firsts = useQueries({
    queries: sources.map(([, source]) => ({
      ...runPageQuery(scope, source, columns, 0, ''),
      placeholderData: undefined,
    })),
  })
  const firstOf = new Map(sources.map(([id], i) => [id, firsts[i]?.data]))
  const later = wants.flatMap((w) => {
    const id = JSON.stringify(w.source)
    const cursor = firstOf.get(id)?.next_cursor
    return w.page > 0 && cursor
      ? [{ id, page: w.page, query: runPageQuery(scope, w.source, columns, w.page, cursor) }]
      : []
  })
  const pages = useQueries({ queries: later.map((l) => ({ ...l.query, gcTime: 5_000, retry: 1 })) })

  const kept = useRef(new Map<string, RunRow[]>())
  const now = new Map<string, RunRow[]>()
  const file = (id: string, page: number) => `${id} ${page}`
  for (const [id] of sources) put(now, file(id, 0), firstOf.get(id))
  for (const [i, l] of later.entries()) put(now, file(l.id, l.page), pages[i]?.data)
  useEffect(() => {
    keep(kept.current, now)
  })

  const rowAt = (line: number): RunRow | undefined => {
    const band = bandAt(outline.bands, line)
    if (band?.kind !== 'runs') return undefined
    const id = JSON.stringify(outline.source(band.source))
    const at = line - band.at
    const name = file(id, Math.floor(at / pageSize))
    return (now.get(name) ?? kept.current.get(name))?.[at % pageSize]
  }

  /** The rows of lines, also of those that aren't there yet. */
  const rowsOf = useCallback(
    async (from: number, to: number): Promise<RunRow[]> => {
      const out: RunRow[] = []
      for (const band of outline.bands) {
        if (band.kind !== 'runs' || band.at >= to || band.at + band.lines <= from) continue
        const [a, b] = [Math.max(0, from - band.at), Math.min(band.lines, to - band.at)]
        const source = outline.source(band.source)
        const first = await queries.ensureQueryData(runPageQuery(scope, source, columns, 0, ''))
        for (const page of pagesOf(a, b, pageSize)) {
          const rows =
            page === 0
              ? first
              : await queries.fetchQuery(runPageQuery(scope, source, columns, page, first.next_cursor ?? ''))
          const begin = page * pageSize
          out.push(...(rows.runs ?? []).slice(Math.max(0, a - begin), b - begin))
        }
      }
      return out
    },
    [outline, queries, scope, columns],
  )
  return { rowAt, rowsOf, hidden: hiddenOf([...firsts, ...pages]) }
}

/** The pages of the lines in view, then those that come next in the direction of scrolling. */
function wanted(outline: Outline, view: View): Want[] {
  const ahead = pageSize
  const from = view.from - (view.direction === 'backward' ? ahead : 20)
  const to = view.to + (view.direction === 'forward' ? ahead : 20)
  return outline.bands.flatMap((band) => {
    if (band.kind !== 'runs' || band.at >= to || band.at + band.lines <= from) return []
    const source = outline.source(band.source)
    return pagesOf(from - band.at, Math.min(band.lines, to - band.at), pageSize).map((page) => ({ source, page }))
  })
}

function put(into: Map<string, RunRow[]>, name: string, page: RunPage | undefined) {
  if (page) into.set(name, page.runs ?? [])
}

function keep(kept: Map<string, RunRow[]>, now: ReadonlyMap<string, RunRow[]>) {
  for (const [name, rows] of now) {
    kept.delete(name) // what was used last goes last
    kept.set(name, rows)
  }
  for (const name of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(name)
  }
}

function hiddenOf(pages: { data?: RunPage }[]): ReadonlySet<string> {
  const out = new Set<string>()
  for (const p of pages) for (const id of Object.keys(p.data?.hidden ?? {})) out.add(id)
  return out
}
