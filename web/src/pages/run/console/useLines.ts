import { useDebouncedValue } from '@mantine/hooks'
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type ConsoleTail, consoleChunk, consoleChunkQuery, type RunLine } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { chunksOf, type Window } from './window'

/** The lines in a window, by number: of the chunks that it touches, and of the tail. */
export function useLines(run: string, tail: ConsoleTail, window: Window) {
  const scope = useScope()
  // Dragging the scrollbar passes hundreds of chunks: only where it rests is asked for.
  const [rest] = useDebouncedValue(`${window.first}-${window.end}`, 60)
  const chunks = useMemo(() => {
    const [first = 0, end = 0] = rest.split('-').map(Number)
    const tailFrom = tail.lines[0]?.line ?? 0
    return chunksOf(first, Math.min(end, tailFrom), consoleChunk)
  }, [rest, tail])
  const answers = useQueries({ queries: chunks.map((c) => consoleChunkQuery(scope, run, c)) })
  const lines = new Map<number, RunLine>()
  for (const { data } of answers) for (const l of data ?? []) lines.set(l.line, l)
  for (const l of tail.lines) lines.set(l.line, l)
  return { lines, error: answers.find((a) => a.isError && !a.data)?.error }
}
