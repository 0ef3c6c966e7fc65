import type { PanelData, RunRow } from '../api/workspace'
import { presets, runColour } from '../runs/colours'
import { numberOf } from '../ui/numbers'
import { type Axis, axisOf } from './draw/axis'
import { rampColour } from './draw/ramp'
import { parseField, valueAt } from './field'
import { valueText } from './shown'
import { type Spec, specFlag, specText } from './spec'

export type Dot = { run: RunRow; x: number; y: number; values: [unknown, unknown, unknown]; colour: string }

export type Dots = {
  dots: Dot[]
  x: Axis
  y: Axis
  fields: { x: string; y: string; colour?: string }
  /** The range of colours, where they stand for numbers. */
  ramp?: { lo: number; hi: number }
  /** The words that colours stand for. */
  words?: { word: string; colour: string }[]
  /** Runs that have no place. */
  left: RunRow[]
}

/** The dots of a scatter plot: a run each, places from 0 to 1. */
export function dotsOf(data: PanelData): Dots {
  const spec = data.panel.spec as Spec
  const fields = {
    x: specText(spec, 'x_field') ?? '',
    y: specText(spec, 'y_field') ?? '',
    colour: specText(spec, 'color_field'),
  }
  const runs = data.runs ?? []
  const get = (text: string | undefined) => {
    const f = text === undefined ? undefined : parseField(text)
    return runs.map((r) => f && valueAt(r, f))
  }
  const [xs, ys, cs] = [get(fields.x), get(fields.y), get(fields.colour)]
  const x = axisOf(xs, { log: specFlag(spec, 'x_log') })
  const y = axisOf(ys, { log: specFlag(spec, 'y_log') })
  const colours = coloursOf(runs, cs, fields.colour !== undefined)
  const out: Dots = { dots: [], x, y, fields, ramp: colours.ramp, words: colours.words, left: [] }
  for (const [i, run] of runs.entries()) {
    const [px, py] = [x.place(xs[i]), y.place(ys[i])]
    if (px === undefined || py === undefined) out.left.push(run)
    else out.dots.push({ run, x: px, y: py, values: [xs[i], ys[i], cs[i]], colour: colours.of(i) })
  }
  return out
}

/** Colours by a field: a ramp of 32 for numbers, a colour each for words; without one the runs' own. */
export function coloursOf(runs: RunRow[], values: unknown[], wanted: boolean) {
  if (!wanted) return { of: (i: number) => runColour(runs[i] ?? {}) }
  const numbers = values.map(numberOf)
  const none = 'var(--rl-quiet)'
  if (values.every((v, i) => v === undefined || numbers[i] !== undefined)) {
    const finite = numbers.filter((n): n is number => n !== undefined && Number.isFinite(n))
    const lo = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    const hi = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    return {
      ramp: finite.length > 0 ? { lo, hi } : undefined,
      of: (i: number) => {
        const n = numbers[i]
        return n === undefined || !Number.isFinite(n)
          ? none
          : rampColour(hi > lo ? Math.round(31 * ((n / 2 - lo / 2) / (hi / 2 - lo / 2))) / 31 : 0.5)
      },
    }
  }
  const words = [...new Set(values.filter((v) => v !== undefined).map(valueText))].sort()
  const colours = new Map(words.map((word, i) => [word, presets[i % presets.length] ?? none]))
  return {
    words: words.slice(0, 12).map((word) => ({ word, colour: colours.get(word) ?? none })),
    of: (i: number) => (values[i] === undefined ? none : (colours.get(valueText(values[i])) ?? none)),
  }
}

/** The dot nearest to a place in pixels, within reach. */
export function nearest(
  dots: Dot[],
  at: { x: number; y: number },
  size: { width: number; height: number },
  reach = 16,
): number {
  let [best, found] = [reach * reach, -1]
  for (const [i, d] of dots.entries()) {
    const dx = d.x * size.width - at.x
    const dy = (1 - d.y) * size.height - at.y
    const distance = dx * dx + dy * dy
    if (distance < best) [best, found] = [distance, i]
  }
  return found
}
