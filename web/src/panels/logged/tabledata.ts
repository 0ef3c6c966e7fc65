import { numberOf } from '../../ui/numbers'
import { valueText } from '../shown'
import { isObject } from '../spec'

export type TableData = { columns: string[]; data: unknown[][] }

/** Reads the file of a logged table; undefined: it isn't one. */
export function readTable(text: string): TableData | undefined {
  let v: unknown
  try {
    // Trainers write NaN and infinities bare.
    v = JSON.parse(text)
  } catch {
    try {
      v = JSON.parse(strict(text))
    } catch {
      return undefined
    }
  }
  if (!isObject(v) || !Array.isArray(v.columns) || !Array.isArray(v.data)) return undefined
  return { columns: v.columns.map(valueText), data: v.data.filter(Array.isArray) }
}

/** Puts bare NaN and infinities into quotes, outside of texts. */
function strict(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  )
}

export type Sort = { column: number; down: boolean }

/** The order of rows: numbers by size before texts, what's missing or NaN last in both directions. */
export function ordered(data: unknown[][], sort: Sort | undefined): unknown[][] {
  if (!sort) return data
  const sign = sort.down ? -1 : 1
  const key = (row: unknown[]) => {
    const v = row[sort.column]
    const n = numberOf(v)
    if (v === undefined || v === null || (n !== undefined && Number.isNaN(n))) return { rank: 2, n: 0, t: '' }
    return n === undefined ? { rank: 1, n: 0, t: valueText(v) } : { rank: 0, n, t: '' }
  }
  return data
    .map((row, i) => ({ row, i, k: key(row) }))
    .sort((a, b) => {
      if (a.k.rank !== b.k.rank)
        return a.k.rank === 2 || b.k.rank === 2 ? a.k.rank - b.k.rank : sign * (a.k.rank - b.k.rank)
      const by =
        a.k.rank === 0
          ? a.k.n < b.k.n
            ? -1
            : a.k.n > b.k.n
              ? 1
              : 0
          : a.k.t.localeCompare(b.k.t, 'en', { numeric: true })
      return sign * by || a.i - b.i
    })
    .map(({ row }) => row)
}
