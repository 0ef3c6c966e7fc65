import type { Schemas } from '../api/client'
import { numberOf } from '../ui/numbers'
import type { Band } from './options'

type ChartSeries = Schemas['ChartSeries']

/** The ends of a band by bucket; NaN: none there. undefined: the answer lacks what it needs. */
export type Ends = { lo: (bucket: number) => number; hi: (bucket: number) => number }

const numbers = (list: readonly unknown[] | null | undefined) =>
  list && ((i: number) => numberOf(list[i]) ?? Number.NaN)

/** A band round the mean: minmax and quantiles are from end to end, the others on both sides. */
export function bandOf(s: ChartSeries, band: Band): Ends | undefined {
  const between = (lo?: Ends['lo'] | null, hi?: Ends['hi'] | null) => (lo && hi ? { lo, hi } : undefined)
  switch (band) {
    case 'none':
      return undefined
    case 'minmax':
      return between(numbers(s.min), numbers(s.max))
    case 'quantiles': {
      const levels = s.quantiles ?? []
      return levels.length > 1 ? between(numbers(levels[0]), numbers(levels[levels.length - 1])) : undefined
    }
    default: {
      const mean = numbers(s.mean)
      const spread = numbers(s[band])
      if (!mean || !spread) return undefined
      return { lo: (i) => mean(i) - spread(i), hi: (i) => mean(i) + spread(i) }
    }
  }
}
