import type { Span } from './extents'
import type { Projection } from './nearest'

/** From values to pixels on one axis. */
function along({ min, max }: Span, log: boolean, from: number, to: number): (v: number) => number {
  if (log) {
    const low = Math.log10(min)
    const by = (to - from) / (Math.log10(max) - low)
    return (v) => from + (Math.log10(Math.max(v, 0)) - low) * by // what isn't above 0 is infinitely far below
  }
  // Halves: the length of a span may be more than there are numbers.
  const half = (to - from) / 2 / (max / 2 - min / 2)
  return (v) => from + (v / 2 - min / 2) * 2 * half
}

/** From values to pixels of a plot. */
export function projection(
  x: Span,
  y: Span,
  log: { x?: boolean; y?: boolean },
  width: number,
  height: number,
): Projection {
  return { x: along(x, log.x ?? false, 0, width), y: along(y, log.y ?? false, height, 0), width, height }
}

/** And back: the x that is `px` pixels from the left. */
export function xAt(x: Span, log: boolean, px: number, width: number): number {
  const part = width > 0 ? px / width : 0
  return log ? x.min * (x.max / x.min) ** part : x.min + (x.max - x.min) * part
}
