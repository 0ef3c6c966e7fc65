import type { ChartAnswer } from '../../../api/runcharts'
import { exact, numberOf } from '../../../ui/numbers'

/** The last value that was logged, with all its digits; undefined: there's none. */
export function lastOf(answer: ChartAnswer): string | undefined {
  const series = answer.series?.[0]
  const values = series?.last ?? []
  for (let i = values.length - 1; i >= 0; i--) {
    const v = numberOf(values[i])
    if (v !== undefined) return exact(v)
    // A bucket that holds nothing but what isn't finite has no last value.
    if (series?.nan?.[i]) return 'NaN'
    if (series?.positive_infinity?.[i]) return 'Infinity'
    if (series?.negative_infinity?.[i]) return '-Infinity'
  }
  return undefined
}
