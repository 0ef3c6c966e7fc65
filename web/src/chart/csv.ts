import { exact, numberOf } from '../ui/numbers'
import type { ChartAnswer, ChartSeries } from './frame'

/** Text as a field of CSV (RFC 4180). */
export function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const columns = ['mean', 'smoothed', 'min', 'max', 'first', 'last', 'variance', 'stddev', 'stderr'] as const
const counts = ['count', 'runs', 'nan', 'positive_infinity', 'negative_infinity'] as const

const cell = (v: unknown): string => {
  if (v === null || v === undefined) return ''
  const n = numberOf(v)
  return n === undefined ? (typeof v === 'string' ? v : JSON.stringify(v)) : exact(n)
}

/**
 * All numbers of a chart as CSV: a row for each bucket of a series that has points, with the
 * bucket's edges and every digit.
 */
export function chartCSV(answer: ChartAnswer): string {
  const series = answer.series ?? []
  const keys = [...new Set(series.flatMap((s) => (s.group ?? []).map((g) => g.key)))]
  const used = columns.filter((c) => series.some((s) => s[c]))
  const counted = counts.filter((c) => series.some((s) => s[c]))
  const levels = Math.max(0, ...series.map((s) => s.quantiles?.length ?? 0))
  const byRun = series.some((s) => s.run !== undefined)
  const axis = answer.computed.axis === 'metric' ? (answer.computed.metric ?? 'x') : answer.computed.axis
  const head = [
    'metric',
    ...(byRun ? ['run', 'run_name'] : keys),
    axis,
    ...(answer.x ? [`${axis}_from`, `${axis}_to`] : []),
    ...used,
    ...Array.from({ length: levels }, (_, i) => `quantile_${i + 1}`),
    ...counted,
  ]
  const rows = [head]
  for (const s of series) {
    const who = byRun ? [s.run ?? '', s.name ?? ''] : keys.map((k) => cell(s.group?.find((g) => g.key === k)?.value))
    const xs = s.x ?? answer.x?.centre ?? []
    for (let i = 0; i < xs.length; i++) {
      if (!hasPoints(s, i)) continue
      rows.push([
        s.metric,
        ...who,
        cell(xs[i]),
        ...(answer.x ? [cell(answer.x.lo?.[i]), cell(answer.x.hi?.[i])] : []),
        ...used.map((c) => cell(s[c]?.[i])),
        ...Array.from({ length: levels }, (_, l) => cell(s.quantiles?.[l]?.[i])),
        ...counted.map((c) => cell(s[c]?.[i] ?? 0)),
      ])
    }
  }
  return `${rows.map((r) => r.map(field).join(',')).join('\r\n')}\r\n`
}

const hasPoints = (s: ChartSeries, i: number) =>
  (s.count?.[i] ?? 0) > 0 || [...columns, ...counts].some((c) => c !== 'count' && s[c]?.[i] != null && s[c]?.[i] !== 0)
