import { count, short } from '../ui/numbers'
import type { View } from './Plot'
import { axisName, placeName } from './ticks'

/** A chart in a sentence: its accessible name. */
export function summary(title: string, { frame, x, y }: View): string {
  const n = frame.lines.length
  if (n === 0 || frame.lines.every((l) => l.x.length === 0)) return `${title}: nothing logged yet`
  const of = frame.grouped ? 'group' : 'line'
  const odd = frame.lines.reduce((sum, l) => sum + l.marks.length, 0)
  const place =
    frame.axis.kind === 'step' ? placeName(frame.axis, x.min, Math.floor(x.max) + 1) : spanName(frame.axis, x)
  return [
    `${title}: ${count(n)} ${of}${n === 1 ? '' : 's'}`,
    `${axisName(frame.axis)}: ${place}`,
    `values from ${short(y.min)} to ${short(y.max)}`,
    odd > 0 && `${count(odd)} ${odd === 1 ? 'mark' : 'marks'} of values that aren’t finite`,
  ]
    .filter(Boolean)
    .join('. ')
}

const spanName = (axis: View['frame']['axis'], { min, max }: View['x']) => placeName(axis, min, max)
