import { numberOf, short } from '../../ui/numbers'
import { clipped, valueText } from '../shown'
import { powerTicks, roundTicks, type Tick } from './scale'

/** An axis for any values: of numbers, of times, or of words. */
export type Axis = {
  kind: 'number' | 'time' | 'word'
  log: boolean
  /** Where a value lies, from 0 to 1; undefined: it has no place (missing, NaN, infinite, not above 0 on a log axis). */
  place: (v: unknown) => number | undefined
  ticks: Tick[]
}

/** As many words as an axis has; others have no place. */
export const mostWords = 50

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** The axis for values, with a margin so that nothing lies on its ends. */
export function axisOf(values: unknown[], options: { log?: boolean; margin?: number; ticks?: number } = {}): Axis {
  const known = values.filter((v) => v !== undefined && v !== null)
  if (known.length > 0 && known.every((v) => typeof v === 'string' && time.test(v))) return timeAxis(known, options)
  const words = known.some((v) => numberOf(v) === undefined)
  return words ? wordAxis(known) : numberAxis(known, options)
}

function numberAxis(
  values: unknown[],
  { log = false, margin = 0.04, ticks = 5 }: Parameters<typeof axisOf>[1] & {},
): Axis {
  let lo = Number.POSITIVE_INFINITY
  let hi = Number.NEGATIVE_INFINITY
  for (const v of values) {
    const n = numberOf(v)
    if (n === undefined || !Number.isFinite(n) || (log && n <= 0)) continue
    lo = Math.min(lo, n)
    hi = Math.max(hi, n)
  }
  if (lo > hi) [lo, hi] = log ? [1, 10] : [0, 1]
  const on = log ? Math.log10 : (n: number) => n
  let [a, b] = [on(lo), on(hi)]
  if (a === b) [a, b] = [a - (Math.abs(a) || 1) * 0.5, b + (Math.abs(b) || 1) * 0.5]
  else [a, b] = [widest(a - (b * margin - a * margin)), widest(b + (b * margin - a * margin))]
  // Half the span at a time, so that the largest numbers don't overflow.
  const at = (n: number) => (on(n) / 2 - a / 2) / (b / 2 - a / 2)
  const round = log ? powerTicks(10 ** a, 10 ** b, ticks) : roundTicks(a, b, ticks)
  return {
    kind: 'number',
    log,
    place: (v) => {
      const n = numberOf(v)
      return n === undefined || !Number.isFinite(n) || (log && n <= 0) ? undefined : at(n)
    },
    ticks: round.map((n) => ({ at: at(n), label: short(n) })).filter((t) => t.at >= 0 && t.at <= 1),
  }
}

const widest = (n: number) => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, n))

function timeAxis(values: unknown[], { margin = 0.04 }: { margin?: number }): Axis {
  const ms = values.map((v) => Date.parse(String(v))).filter((n) => !Number.isNaN(n))
  const inner = numberAxis(ms, { margin, ticks: 4 })
  const [lo = 0, hi = 0] = [Math.min(...ms), Math.max(...ms)]
  const labels = hi - lo < 2 * 86_400_000 ? clock : day
  return {
    kind: 'time',
    log: false,
    place: (v) => (typeof v === 'string' && time.test(v) ? inner.place(Date.parse(v)) : undefined),
    ticks: [lo, hi]
      .filter((n, i, all) => Number.isFinite(n) && all.indexOf(n) === i)
      .map((n) => ({ at: inner.place(n) ?? 0, label: labels.format(n) })),
  }
}

const clock = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** Words in order, numbers among them by size. */
function wordAxis(values: unknown[]): Axis {
  const all = [...new Set(values.map(wordOf))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const places = new Map(all.slice(0, mostWords).map((w, i) => [w, (i + 0.5) / Math.min(all.length, mostWords)]))
  const every = Math.ceil(places.size / 12)
  return {
    kind: 'word',
    log: false,
    place: (v) => (v === undefined || v === null ? undefined : places.get(wordOf(v))),
    ticks: [...places].filter((_, i) => i % every === 0).map(([w, at]) => ({ at, label: clipped(w, 18) })),
  }
}

function wordOf(v: unknown): string {
  return clipped(valueText(v), 200)
}
