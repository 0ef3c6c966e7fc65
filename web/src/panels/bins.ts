/** Equal bins between the smallest and the largest value; the last one has its upper edge, too. */
export type Bins = { edges: number[]; counts: number[][]; most: number }

/** As many bins as suit n values, if nobody says. */
export const usualBins = (n: number) => Math.max(5, Math.min(40, Math.ceil(2 * Math.cbrt(n))))

/** Puts several lists of finite numbers (a group each) into common bins. */
export function binned(lists: number[][], wanted?: number): Bins {
  let lo = Number.POSITIVE_INFINITY
  let hi = Number.NEGATIVE_INFINITY
  let n = 0
  for (const list of lists) {
    n += list.length
    for (const v of list) {
      lo = Math.min(lo, v)
      hi = Math.max(hi, v)
    }
  }
  if (n === 0) return { edges: [], counts: lists.map(() => []), most: 0 }
  if (lo === hi) [lo, hi] = [lo - (Math.abs(lo) || 1) / 2, hi + (Math.abs(hi) || 1) / 2]
  const bins = wanted ?? usualBins(n)
  // By parts, so that the span of the largest numbers doesn't overflow.
  const edge = (i: number) => lo * (1 - i / bins) + hi * (i / bins)
  const edges = Array.from({ length: bins + 1 }, (_, i) => edge(i))
  const counts = lists.map((list) => {
    const out = new Array<number>(bins).fill(0)
    for (const v of list) {
      const i = Math.min(bins - 1, Math.floor(((v / 2 - lo / 2) / (hi / 2 - lo / 2)) * bins))
      out[i] = (out[i] ?? 0) + 1
    }
    return out
  })
  const most = Math.max(...edges.slice(1).map((_, i) => counts.reduce((sum, c) => sum + (c[i] ?? 0), 0)))
  return { edges, counts, most }
}
