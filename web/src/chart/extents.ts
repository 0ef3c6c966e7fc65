import type { Line } from './frame'
import type { Range } from './options'

/** Both ends of an axis. */
export type Span = { min: number; max: number }

const none: Span = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }

/** From the first to the last x of lines; from 0 to 1 if there is nothing. */
export function xSpan(lines: Line[], log = false, zoom?: Range): Span {
  const out = { ...none }
  for (const { x } of lines) {
    for (const end of log ? x : [x[0] ?? Number.NaN, x[x.length - 1] ?? Number.NaN]) {
      if (!Number.isFinite(end) || (log && end <= 0)) continue
      if (end < out.min) out.min = end
      if (end > out.max) out.max = end
    }
  }
  if (zoom?.min !== undefined && !(log && zoom.min <= 0)) out.min = zoom.min
  if (zoom?.max !== undefined && !(log && zoom.max <= 0)) out.max = zoom.max
  return widened(out, log, 0)
}

/** What of y is seen between two x, with a little air; or what the range says. */
export function ySpan(lines: Line[], within: Span, log = false, range?: Range): Span {
  const out = { ...none }
  const take = (v: number | undefined) => {
    if (v === undefined || !Number.isFinite(v) || (log && v <= 0)) return
    if (v < out.min) out.min = v
    if (v > out.max) out.max = v
  }
  for (const line of lines) {
    for (let i = 0; i < line.x.length; i++) {
      const x = line.x[i] ?? Number.NaN
      if (!(x >= within.min && x <= within.max)) continue
      take(line.y[i])
      take(line.raw?.[i])
      take(line.lo?.[i])
      take(line.hi?.[i])
    }
  }
  const { min, max } = widened(out, log, 0.05)
  const lowest = range?.min !== undefined && !(log && range.min <= 0) ? range.min : min
  const highest = range?.max !== undefined && !(log && range.max <= 0) ? range.max : max
  return lowest < highest ? { min: lowest, max: highest } : widened({ min: lowest, max: lowest }, log, 0)
}

/** A span that has a length, and air on both sides. */
function widened({ min, max }: Span, log: boolean, air: number): Span {
  if (!(min <= max)) return log ? { min: 0.1, max: 10 } : { min: 0, max: 1 }
  if (log) {
    const by = min === max ? 2 : (max / min) ** air
    return { min: Math.max(min / by, Number.MIN_VALUE), max: Math.min(max * by, Number.MAX_VALUE) }
  }
  if (min === max) {
    const by = Math.abs(min) * 0.1 || 1
    return { min: min - by, max: max + by }
  }
  // Halves: the whole length of a span may not be a number.
  const by = (max / 2 - min / 2) * 2 * air
  return Number.isFinite(by)
    ? { min: Math.max(min - by, -Number.MAX_VALUE), max: Math.min(max + by, Number.MAX_VALUE) }
    : { min, max }
}
