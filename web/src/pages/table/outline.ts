import type { Schemas } from '../../api/client'

export type GroupValue = { key: string; value?: unknown }

/** A group of runs in the table. */
export type Group = {
  /** Its values and those of the groups around it, as an id. */
  id: string
  depth: number
  values: GroupValue[]
  count: number
  /** The runs' number for each aggregate asked for. */
  aggregates: unknown[]
  /** Finds its runs together with the table's own filter; undefined: nothing does. */
  filter?: string
}

/** What stands in the table's lines, in order: bands of one group's line, or of many runs. */
export type Band = { at: number; lines: number; depth: number } & (
  | { kind: 'group'; group: Group; open: boolean }
  | { kind: 'runs'; source: string }
  | { kind: 'waiting'; source: string }
)

/** What is known of the inside of an open group, or of the table (''). */
export type Inside = { kind: 'runs'; count: number } | { kind: 'groups'; groups: Group[] } | { kind: 'waiting' }

/** The bands of a table, given what is inside of it and of its open groups. */
export function bandsOf(inside: (id: string) => Inside, open: ReadonlySet<string>): Band[] {
  const bands: Band[] = []
  let at = 0
  const add = (id: string, depth: number) => {
    const all = inside(id)
    if (all.kind === 'waiting') {
      bands.push({ kind: 'waiting', source: id, at, lines: 1, depth })
      at++
    } else if (all.kind === 'runs') {
      if (all.count > 0) bands.push({ kind: 'runs', source: id, at, lines: all.count, depth })
      at += all.count
    } else {
      for (const group of all.groups) {
        const isOpen = open.has(group.id) && group.filter !== undefined
        bands.push({ kind: 'group', group, open: isOpen, at, lines: 1, depth })
        at++
        if (isOpen) add(group.id, depth + 1)
      }
    }
  }
  add('', 0)
  return bands
}

export const linesOf = (bands: Band[]): number => {
  const last = bands[bands.length - 1]
  return last ? last.at + last.lines : 0
}

/** The band in which a line stands. */
export function bandAt(bands: Band[], line: number): Band | undefined {
  let low = 0
  let high = bands.length - 1
  while (low < high) {
    const mid = (low + high + 1) >> 1
    if ((bands[mid]?.at ?? 0) <= line) low = mid
    else high = mid - 1
  }
  const band = bands[low]
  return band && line >= band.at && line < band.at + band.lines ? band : undefined
}

/** A group as it was answered, inside of another one or of the table. */
export function groupOf(
  answer: Schemas['RunsGroupOfRuns'],
  outer: Group | undefined,
  filter: string | undefined,
): Group {
  const values = (answer.values ?? []).map(({ key, value }) => ({ key, value }))
  const all = [...(outer?.values ?? []), ...values]
  return {
    id: JSON.stringify(all.map((v) => v.value ?? null)),
    depth: outer ? outer.depth + 1 : 0,
    values: all,
    count: answer.count,
    aggregates: answer.aggregates ?? [],
    ...(filter !== undefined && { filter }),
  }
}

/** Pages of `size` that some lines of a source need. */
export function pagesOf(from: number, to: number, size: number): number[] {
  const out: number[] = []
  for (let p = Math.floor(Math.max(0, from) / size); p * size < to; p++) out.push(p)
  return out
}
