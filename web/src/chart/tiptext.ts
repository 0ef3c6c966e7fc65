import { count, exact, numberOf } from '../ui/numbers'
import type { Frame, Line } from './frame'
import type { Near } from './nearest'
import { placeName } from './ticks'
import type { TipRow, TipText } from './tip'

/** As many lines as a tooltip names. */
const most = 8

const some = (n: number, one: string) => `${count(n)} ${one}${n === 1 ? '' : 's'}`

/** What was logged there that isn't a finite number, in words. */
export function oddities(line: Line, i: number): string[] {
  const { series } = line
  const at = line.at[i] ?? -1
  const out: string[] = []
  const add = (name: string, n?: number) => n && out.push(n > 1 ? `${name} × ${count(n)}` : name)
  add('NaN', series.nan?.[at])
  add('Infinity', series.positive_infinity?.[at])
  add('−Infinity', series.negative_infinity?.[at])
  if (line.marks.some((m) => m.at === at && m.kind === 'not positive')) out.push('not above 0: no place on a log axis')
  return out
}

/** The value of a line at a point, with all its digits. */
export function valueText(line: Line, i: number): string {
  const at = line.at[i] ?? -1
  const { mean } = line.series
  if (line.raw && mean) {
    const v = numberOf(mean[at])
    if (v !== undefined) return exact(v)
  }
  const y = line.y[i] ?? Number.NaN
  if (!Number.isNaN(y)) return exact(y)
  const stored = numberOf(mean?.[at] ?? line.series.last?.[at] ?? line.series.max?.[at] ?? line.series.min?.[at])
  const odd = oddities(line, i)
  if (odd.length > 0 && (stored === undefined || !Number.isFinite(stored))) return odd[0] ?? ''
  return stored === undefined ? '–' : exact(stored)
}

/** What else is known of a line at a point. */
function more(line: Line, i: number, grouped: boolean): string {
  const { series } = line
  const at = line.at[i] ?? -1
  const number = (list: readonly unknown[] | null | undefined) => {
    const v = numberOf(list?.[at])
    return v === undefined ? undefined : exact(v)
  }
  const points = series.count?.[at] ?? 1
  const [min, max, stddev, runs] = [number(series.min), number(series.max), number(series.stddev), series.runs?.[at]]
  const value = valueText(line, i)
  return [
    line.raw && `smoothed ${exact(line.y[i] ?? Number.NaN)}`,
    grouped && runs !== undefined && `mean of ${some(runs, 'run')}`,
    !grouped && points > 1 && `mean of ${some(points, 'point')}`,
    stddev && `standard deviation ${stddev}`,
    (points > 1 || grouped) && min && max && min !== max && `from ${min} to ${max}`,
    ...oddities(line, i).filter((o) => o !== value),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** What the tooltip says: the nearest line first, in full, then others by their distance. */
export function tipText(frame: Frame, near: Near[]): TipText | undefined {
  const [first] = near
  const line = first && frame.lines[first.line]
  if (!first || !line) return undefined
  const here = frame.edges(line, first.i)
  const rows = near.slice(0, most).flatMap((n): TipRow[] => {
    const one = frame.lines[n.line]
    if (!one) return []
    const there = frame.edges(one, n.i)
    const elsewhere = there[0] !== here[0] ? `at ${placeName(frame.axis, ...there)}` : ''
    return [
      {
        colour: one.colour,
        name: one.name,
        value: valueText(one, n.i),
        more: n === first ? more(one, n.i, frame.grouped) : elsewhere,
        first: n === first,
      },
    ]
  })
  return { place: placeName(frame.axis, ...here), rows, rest: near.length - rows.length }
}

/** The same in a sentence, for who hears it. */
export function spoken(frame: Frame, text: TipText): string {
  const [first] = text.rows
  if (!first) return ''
  return `${frame.metrics.length === 1 ? `${frame.metrics[0]}, ` : ''}${first.name}: ${first.value}. ${text.place}. ${first.more ?? ''}`
}
