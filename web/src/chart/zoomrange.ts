import type { ChartAnswer } from './frame'
import type { Range } from './options'

/**
 * The range that a selection of the x axis means: all of the buckets whose middle is in it,
 * since what was selected may have been logged anywhere in them. Steps are whole numbers.
 */
export function zoomRange(answer: ChartAnswer, from: number, to: number): Required<Range> {
  let min = Math.min(from, to)
  let max = Math.max(from, to)
  const whole = answer.computed.axis === 'step'
  const { lo, hi, centre } = answer.x ?? {}
  centre?.forEach((c, i) => {
    if (c < Math.min(from, to) || c > Math.max(from, to)) return
    min = Math.min(min, lo?.[i] ?? c)
    max = Math.max(max, (hi?.[i] ?? c) - (whole ? 1 : 0))
  })
  if (!whole) return { min, max }
  min = Math.ceil(min)
  max = Math.floor(max)
  return min <= max ? { min, max } : { min: max, max: min }
}
