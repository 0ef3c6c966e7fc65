// Which lines are in sight. A browser's element can be some 17 million pixels high at most:
// longer outputs are scrolled at a scale.

export const lineHeight = 18 // px
const highest = 12_000_000 // px

export type Measure = {
  /** Height of what is scrolled, px. */
  height: number
  /** Lines per scrolled pixel. */
  scale: number
}

export function measureOf(total: number, view: number): Measure {
  const full = total * lineHeight
  if (full <= highest) return { height: full, scale: 1 / lineHeight }
  // At the bottom the last line has to be in sight, at the top the first.
  return { height: highest, scale: (total - view / lineHeight) / (highest - view) }
}

export type Window = {
  first: number
  /** One past the last. */
  end: number
  /** Where the first is drawn, px from the top of what is scrolled. */
  top: number
}

/** The lines to draw at a scroll position, with some above and below. */
export function windowOf(total: number, view: number, scrollTop: number, spare = 10): Window {
  const { scale } = measureOf(total, view)
  const at = Math.max(0, scrollTop * scale)
  const first = Math.max(0, Math.min(total, Math.floor(at)) - spare)
  const end = Math.min(total, Math.ceil(at + view / lineHeight) + spare)
  return { first, end: Math.max(first, end), top: scrollTop - (at - first) * lineHeight }
}

/** Where to scroll to have a line at the top. */
export function scrollTo(total: number, view: number, line: number): number {
  const { height, scale } = measureOf(total, view)
  return Math.max(0, Math.min(height - view, line / scale))
}

/** The chunks that hold lines. */
export function chunksOf(first: number, end: number, size: number): number[] {
  const out: number[] = []
  for (let c = Math.floor(first / size); c * size < end; c++) out.push(c)
  return out
}
