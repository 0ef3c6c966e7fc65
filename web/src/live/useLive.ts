import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { address } from '../api/address'
import { stale } from '../api/change'
import { heardPosition } from '../api/positions'
import type { Noun, Scope } from '../api/scope'
import { type Change, staleBy, staleByResync } from './stale'

/** How the page stands to the server's stream of changes. */
export type Connection = 'live' | 'connecting' | 'lost'

const rest = 1000 // ms between two rounds of reading anew, at least

/**
 * Listens to what changes in a project while the page is visible, and makes what it
 * concerns stale. A stream that broke goes on where it was; the server says "resync" if
 * it can't. Hidden pages don't listen: browsers allow six connections a server.
 */
export function useLive(scope: Scope, on: boolean): Connection {
  const queries = useQueryClient()
  const [connection, setConnection] = useState<Connection>('connecting')
  useEffect(() => (on ? listen(scope, queries, setConnection) : undefined), [scope, queries, on])
  return connection
}

function listen(scope: Scope, queries: QueryClient, tell: (c: Connection) => void): () => void {
  let source: EventSource | undefined
  let cursor = ''
  let missed = false // it was closed without a cursor to go on from
  let again: ReturnType<typeof setTimeout> | undefined
  const due = new Set<Noun>()
  let reading = false
  let over = false

  const work = async () => {
    reading = true
    while (due.size > 0 && !over) {
      const nouns = [...due]
      due.clear()
      const begin = performance.now()
      await stale(queries, scope, nouns)
      // Slow answers make rounds rarer: the page is never busy with reading alone.
      await new Promise((done) => setTimeout(done, Math.max(rest, 2 * (performance.now() - begin))))
    }
    reading = false
  }
  const mark = (nouns: Iterable<Noun>) => {
    for (const n of nouns) due.add(n)
    if (!reading) void work()
  }

  const open = () => {
    if (source || document.hidden) return
    const path = `api/v1/projects/${encodeURIComponent(scope.entity)}/${encodeURIComponent(scope.project)}/live`
    source = new EventSource(address(path) + (cursor ? `?since=${encodeURIComponent(cursor)}` : ''))
    source.onopen = () => {
      tell('live')
      if (missed && !cursor) mark(staleByResync)
      missed = false
    }
    const hear = (then: (text: string) => void) => (e: MessageEvent<string>) => {
      cursor = e.lastEventId || cursor
      then(e.data)
    }
    source.addEventListener(
      'change',
      hear((text) => {
        const change = JSON.parse(text) as Change
        heardPosition(scope.path, change.position)
        mark(staleBy(change))
      }),
    )
    source.addEventListener(
      'resync',
      hear(() => mark(staleByResync)),
    )
    source.onerror = () => {
      tell('lost')
      if (source?.readyState === EventSource.CLOSED) {
        close()
        again = setTimeout(open, 3000) // refused, such as while the server starts
      }
    }
  }
  const close = () => {
    missed = source !== undefined
    source?.close()
    source = undefined
    clearTimeout(again)
  }
  const seen = () => (document.hidden ? close() : open())
  document.addEventListener('visibilitychange', seen)
  open()
  return () => {
    document.removeEventListener('visibilitychange', seen)
    close()
    over = true
  }
}
