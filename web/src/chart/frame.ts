import type { Schemas } from '../api/client'
import { groupColours, presets, runColour } from '../runs/colours'
import { numberOf } from '../ui/numbers'
import { bandOf } from './bands'
import { lineName } from './names'
import type { Colours, LineOptions, Whose } from './options'

export type ChartAnswer = Schemas['ChartAnswer']
export type ChartSeries = Schemas['ChartSeries']

/** What a value is that can't be drawn where it is. */
export type MarkKind = 'nan' | 'infinite' | '-infinite' | 'not positive'

/** A mark at the top or bottom of a chart, where values aren't finite or can't be on a log axis. */
export type Mark = { x: number; at: number; kind: MarkKind; count: number }

/**
 * A line as it is drawn: only buckets that have something, by rising x. y is NaN where the
 * line breaks (nothing finite was logged there); `at` is the index in the answer.
 */
export type Line = {
  key: string
  name: string
  whose: Whose
  series: ChartSeries
  colour: string
  dash: number[]
  at: number[]
  x: Float64Array
  y: Float64Array
  /** Under a smoothed line: what it smooths. */
  raw?: Float64Array
  /** The band. NaN: none; infinite: to the chart's end. */
  lo?: Float64Array
  hi?: Float64Array
  marks: Mark[]
}

export type Axis = { kind: 'step' | 'relative' | 'wall' | 'metric'; metric?: string }

/** A chart as it is drawn. */
export type Frame = {
  axis: Axis
  metrics: string[]
  lines: Line[]
  grouped: boolean
  /** Edges of bucket i of a line; the same number twice where there are no buckets. */
  edges: (line: Line, i: number) => [number, number]
}

const dashes = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 4]]

const kinds = ['step', 'relative', 'wall', 'metric'] as const

/** What an answer of charts looks like. Nothing is thrown away but buckets without points. */
export function frameOf(answer: ChartAnswer, options: LineOptions = {}, colours?: Colours): Frame {
  const series = answer.series ?? []
  const metrics = [...new Set(series.map((s) => s.metric))]
  const owners = new Set(series.map(ownerOf))
  const grouped = answer.computed.mode !== 'each_run'
  const groups = grouped ? groupColours([...new Map(series.map((s) => [ownerOf(s), s.group])).entries()]) : undefined
  const naming = { severalMetrics: metrics.length > 1, severalOwners: owners.size > 1 }
  const lines = series.map((s): Line => {
    const metric = metrics.indexOf(s.metric)
    const byMetric = naming.severalMetrics && !naming.severalOwners
    const own = byMetric ? presets[metric % presets.length] : (groups?.get(ownerOf(s)) ?? runColour(s))
    return {
      ...pointsOf(s, s.x ?? answer.x?.centre ?? [], options, grouped),
      key: `${s.metric} ${ownerOf(s)}`,
      name: lineName(s, naming),
      whose: s,
      series: s,
      colour: colours?.(s) ?? own ?? presets[0],
      dash: byMetric ? [] : (dashes[metric % dashes.length] ?? []),
    }
  })
  const { lo, hi } = answer.x ?? {}
  return {
    axis: { kind: kinds.find((k) => k === answer.computed.axis) ?? 'step', metric: answer.computed.metric },
    metrics,
    lines,
    grouped,
    edges: (line, i) => {
      const at = line.at[i] ?? 0
      const x = line.x[i] ?? Number.NaN
      return [lo?.[at] ?? x, hi?.[at] ?? x]
    },
  }
}

/** A run's id, or a group's values: what a line has in common with lines of other charts. */
export function ownerOf(s: Whose): string {
  return s.run ?? JSON.stringify((s.group ?? []).map((g) => [g.key, g.value]))
}

type Points = Pick<Line, 'at' | 'x' | 'y' | 'raw' | 'lo' | 'hi' | 'marks'>

function pointsOf(s: ChartSeries, x: number[], options: LineOptions, grouped: boolean): Points {
  const values = valuesOf(s, options)
  const at: number[] = []
  for (let i = 0; i < x.length; i++) {
    if ((s.count?.[i] ?? 0) > 0 || values[i] != null || oddOf(s, i) > 0) at.push(i)
  }
  const pick = (list: readonly unknown[]) => Float64Array.from(at, (i) => numberOf(list[i]) ?? Number.NaN)
  const onAxis = (v: Float64Array) => {
    for (let i = 0; i < v.length; i++) {
      const one = v[i] ?? Number.NaN
      if (!Number.isFinite(one) || (options.yLog && one <= 0)) v[i] = Number.NaN
    }
    return v
  }
  const line = pick(values)
  const xs = Float64Array.from(at, (i) => x[i] ?? Number.NaN)
  const marks = marksOf(s, at, xs, line, options)
  const smoothed = s.smoothed && values === s.mean
  const band = bandOf(s, options.band ?? (grouped ? 'stddev' : 'minmax'))
  return {
    at,
    x: xs,
    y: onAxis(smoothed ? pick(s.smoothed ?? []) : line),
    ...(smoothed && { raw: onAxis(line) }),
    ...(band && { lo: Float64Array.from(at, band.lo), hi: Float64Array.from(at, band.hi) }),
    marks,
  }
}

/** The values that are the line. */
export function valuesOf(s: ChartSeries, options: LineOptions): readonly unknown[] {
  return (options.aggregate && s[options.aggregate]) ?? s.mean ?? s.last ?? s.max ?? s.min ?? s.first ?? []
}

const oddOf = (s: ChartSeries, i: number) =>
  (s.nan?.[i] ?? 0) + (s.positive_infinity?.[i] ?? 0) + (s.negative_infinity?.[i] ?? 0)

function marksOf(s: ChartSeries, at: number[], xs: Float64Array, line: Float64Array, options: LineOptions): Mark[] {
  const marks: Mark[] = []
  at.forEach((bucket, i) => {
    const x = xs[i] ?? Number.NaN
    const y = line[i] ?? Number.NaN
    const add = (kind: MarkKind, count = 0) => count > 0 && marks.push({ x, at: bucket, kind, count })
    add('nan', s.nan?.[bucket])
    add('infinite', s.positive_infinity?.[bucket] ?? (y === Number.POSITIVE_INFINITY ? 1 : 0))
    add('-infinite', s.negative_infinity?.[bucket] ?? (y === Number.NEGATIVE_INFINITY ? 1 : 0))
    if (options.yLog && Number.isFinite(y) && y <= 0) add('not positive', s.count?.[bucket] || 1)
  })
  return marks
}
