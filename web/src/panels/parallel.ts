import type { PanelData, RunRow } from '../api/workspace'
import { numberOf } from '../ui/numbers'
import { type Axis, axisOf } from './draw/axis'
import { parseField, valueAt } from './field'
import { coloursOf } from './scatter'
import { type Spec, specText, specTexts } from './spec'

export type Dimension = { field: string; axis: Axis }

/** A run's line: its place on each axis, from 0 to 1; undefined: it has none there. */
export type Line = { run: RunRow; places: (number | undefined)[]; values: unknown[]; colour: string }

export type Parallel = {
  dimensions: Dimension[]
  lines: Line[]
  colourField: string
  ramp?: { lo: number; hi: number }
  words?: { word: string; colour: string }[]
}

/** Parts of axes, by the axis: lines that go through all of them are lit. */
export type Brushes = ReadonlyMap<number, [number, number]>

/** The lines of a parallel coordinates plot. The colour is the last axis's unless a field is named. */
export function parallelOf(data: PanelData): Parallel {
  const spec = data.panel.spec as Spec
  const fields = [...new Set(specTexts(spec, 'fields'))]
  const runs = data.runs ?? []
  const column = (text: string) => {
    const f = parseField(text)
    return runs.map((r) => f && valueAt(r, f))
  }
  const columns = fields.map(column)
  const dimensions = fields.map((field, i) => ({
    field,
    axis: axisOf(columns[i] ?? [], { margin: 0, ticks: 6, log: spansMuch(columns[i] ?? []) }),
  }))
  const colourField = specText(spec, 'color_field') ?? fields.at(-1) ?? ''
  const colours = coloursOf(runs, column(colourField), true)
  const lines = runs.map((run, i) => {
    const values = columns.map((c) => c[i])
    return { run, values, colour: colours.of(i), places: values.map((v, k) => dimensions[k]?.axis.place(v)) }
  })
  return { dimensions, lines, colourField, ramp: colours.ramp, words: colours.words }
}

/** So many times larger than the smallest is the largest value, if an axis is logarithmic by itself. */
const much = 1000

function spansMuch(values: unknown[]): boolean {
  let [lo, hi] = [Number.POSITIVE_INFINITY, 0]
  for (const v of values) {
    const n = numberOf(v)
    if (n === undefined || !Number.isFinite(n)) continue
    lo = Math.min(lo, n)
    hi = Math.max(hi, n)
  }
  return lo > 0 && lo < Number.POSITIVE_INFINITY && hi / lo >= much
}

/** Pixels that the labels of an axis take, about. */
export function labelRoom(d: Dimension | undefined): number {
  const longest = Math.max(0, ...(d?.axis.ticks.map((t) => t.label.length) ?? []))
  return Math.min(130, Math.max(40, longest * 6.4 + 14))
}

/** Whether a line goes through all brushed parts. */
export function lit(line: Line, brushes: Brushes): boolean {
  for (const [axis, [lo, hi]] of brushes) {
    const at = line.places[axis]
    if (at === undefined || at < lo - 1e-9 || at > hi + 1e-9) return false
  }
  return true
}

/** A line as a path; where it has no place it's interrupted. x and y are in pixels. */
export function pathOf(line: Line, x: (axis: number) => number, y: (at: number) => number): string {
  let path = ''
  let down = false
  for (const [i, at] of line.places.entries()) {
    if (at === undefined) {
      down = false
      continue
    }
    // A place between two gaps would be no line at all: a short stroke marks it.
    const alone = !down && line.places[i + 1] === undefined
    path += `${down ? 'L' : 'M'}${x(i).toFixed(1)} ${y(at).toFixed(1)}${alone ? 'h3' : ''}`
    down = true
  }
  return path
}
