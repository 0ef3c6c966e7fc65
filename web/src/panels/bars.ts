import type { PanelData } from '../api/workspace'
import { fieldValue, summaryOf } from './field'
import { type Aggregate, aggregates, type Summed, sumUp, whoseOf } from './groups'
import { type Spec, specTexts, specWord } from './spec'

export type Bar = Summed & {
  key: string
  metric: string
  name: string
  colour: string
  runs: number
  /** A link to the run, for a bar of one. */
  run?: string
  /** Where bar and error bar lie, from 0 to 1; absent: the value has no place. */
  from?: number
  to?: number
  low?: number
  high?: number
}

export type Bars = {
  bars: Bar[]
  zero: number
  lo: number
  hi: number
  grouped: boolean
  aggregate: Aggregate
  error: string
}

/** The bars of a panel: one for each metric and run, or group. */
export function barsOf(data: PanelData): Bars {
  const spec = data.panel.spec as Spec
  const grouped = Array.isArray(data.groups)
  const aggregate = specWord(spec, 'aggregate', aggregates) ?? (grouped ? 'mean' : 'last')
  const bars: Bar[] = []
  const all = whoseOf(data)
  for (const metric of specTexts(spec, 'metrics')) {
    const field = summaryOf(metric)
    for (const w of all) {
      const sum = sumUp(
        w.runs.map((r) => ({ number: r.number, value: fieldValue(r, field) })),
        aggregate,
      )
      bars.push({
        ...sum,
        key: `${metric} ${w.id}`,
        metric,
        name: w.name,
        colour: w.colour,
        runs: w.runs.length,
        run: w.group ? undefined : w.id,
      })
    }
  }
  const spread = grouped && aggregate === 'mean'
  const error = !grouped
    ? ''
    : spread
      ? 'The line at a bar’s end is ± the standard deviation over the group’s runs.'
      : 'The line at a bar’s end goes from the smallest to the largest value of the group’s runs.'
  return { bars, ...place(bars, grouped, spread), grouped, aggregate, error }
}

/** Puts the bars on a common axis that has zero. */
function place(bars: Bar[], grouped: boolean, spread: boolean) {
  const ends = (b: Bar): [number, number] => {
    const v = b.value ?? 0
    if (!grouped || b.n < 2) return [v, v]
    return spread ? [v - b.stddev, v + b.stddev] : [b.min, b.max]
  }
  let [lo, hi] = [0, 0]
  for (const b of bars) {
    if (b.value === undefined || !Number.isFinite(b.value)) continue
    const [low, high] = ends(b)
    lo = Math.min(lo, b.value, low)
    hi = Math.max(hi, b.value, high)
  }
  if (lo === hi) hi = 1
  const at = (v: number) => (v / 2 - lo / 2) / (hi / 2 - lo / 2)
  for (const b of bars) {
    if (b.value === undefined || !Number.isFinite(b.value)) continue
    b.from = Math.min(at(0), at(b.value))
    b.to = Math.max(at(0), at(b.value))
    const [low, high] = ends(b)
    if (high > low) {
      b.low = at(low)
      b.high = at(high)
    }
  }
  return { zero: at(0), lo, hi }
}
