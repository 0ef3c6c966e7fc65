import { consolePage } from '../../../api/run'
import type { Scope } from '../../../api/scope'
import { seenText } from './ansi'

const page = 5000 // lines

/**
 * The next line after one that contains a text, in any case; it goes on from the top once
 * the end is reached. Asks for page after page; `seen` is told how far it is.
 */
export async function findNext(
  s: Scope,
  run: string,
  text: string,
  after: number,
  signal: AbortSignal,
  seen: (line: number) => void,
): Promise<number | undefined> {
  const needle = text.toLowerCase()
  const search = async (from: number, below: number): Promise<number | undefined> => {
    let next: number | undefined = from
    while (next !== undefined && next < below) {
      seen(next)
      const answer = await consolePage(s, run, { from_line: next, limit: page }, signal)
      const found = (answer.lines ?? []).find((l) => l.line < below && seenText(l.text).toLowerCase().includes(needle))
      if (found) return found.line
      next = answer.next_line
    }
    return undefined
  }
  return (await search(after + 1, Number.POSITIVE_INFINITY)) ?? (await search(0, after + 1))
}

/** The whole output as text. */
export async function wholeOutput(s: Scope, run: string, seen: (line: number) => void): Promise<Blob> {
  const parts: string[] = []
  let next: number | undefined = 0
  while (next !== undefined) {
    seen(next)
    const answer = await consolePage(s, run, { from_line: next, limit: 100_000 })
    parts.push((answer.lines ?? []).map((l) => `${l.text}\n`).join(''))
    next = answer.next_line
  }
  return new Blob(parts, { type: 'text/plain' })
}
