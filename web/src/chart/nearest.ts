import type { Line } from './frame'

/** The index of the x that is nearest to v; -1 if there is none. */
export function nearestIndex(x: ArrayLike<number>, v: number): number {
  let from = 0
  let to = x.length - 1
  if (to < 0) return -1
  while (to - from > 1) {
    const middle = (from + to) >> 1
    if ((x[middle] ?? 0) < v) from = middle
    else to = middle
  }
  return Math.abs((x[from] ?? 0) - v) <= Math.abs((x[to] ?? 0) - v) ? from : to
}

/** From values to pixels of the plot. */
export type Projection = { x: (v: number) => number; y: (v: number) => number; width: number; height: number }

/** A line near the pointer: its point that is nearest in x, and how far its stroke is, in pixels. */
export type Near = { line: number; i: number; away: number }

/** Where a line that isn't drawn at its point is marked: at the bottom, or at the top. */
const markY = (line: Line, i: number, height: number) => {
  const kind = line.marks.find((m) => m.at === line.at[i])?.kind
  return kind === undefined ? Number.NaN : kind === 'infinite' ? 6 : height - 6
}

/** How far a line is from the pointer, by its y there: between two points, on the way from one to the other. */
function away(line: Line, i: number, valueX: number, py: number, to: Projection): number {
  const y = line.y[i] ?? Number.NaN
  const x = line.x[i] ?? Number.NaN
  if (Number.isNaN(y)) return Math.abs(markY(line, i, to.height) - py)
  const here = to.y(y)
  const other = valueX < x ? i - 1 : i + 1
  const otherY = line.y[other]
  if (otherY === undefined || Number.isNaN(otherY) || other < 0) return Math.abs(here - py)
  const [x0, x1] = [to.x(x), to.x(line.x[other] ?? x)]
  if (x0 === x1) return Math.abs(here - py)
  const part = (to.x(valueX) - x0) / (x1 - x0)
  return Math.abs(here + (to.y(otherY) - here) * part - py)
}

/**
 * The lines by their distance from the pointer, nearest first: those that have a point within
 * `reach` pixels of its x.
 */
export function nearest(lines: Line[], valueX: number, py: number, to: Projection, reach: number): Near[] {
  const out: Near[] = []
  const px = to.x(valueX)
  lines.forEach((line, at) => {
    const i = nearestIndex(line.x, valueX)
    if (i < 0) return
    const first = to.x(line.x[0] ?? 0)
    const last = to.x(line.x[line.x.length - 1] ?? 0)
    if (px < first - reach || px > last + reach) return
    const d = away(line, i, valueX, py, to)
    if (!Number.isNaN(d)) out.push({ line: at, i, away: d })
  })
  return out.sort((a, b) => a.away - b.away)
}
