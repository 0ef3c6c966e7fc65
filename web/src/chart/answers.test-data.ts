import type { ChartAnswer, ChartSeries } from './frame'

/** An answer of charts with buckets of equal width, for tests. */
export function answerOf(
  series: Partial<ChartSeries>[],
  computed: Partial<ChartAnswer['computed']> = {},
  centre = [0, 1, 2, 3],
  width = 1,
): ChartAnswer {
  return {
    position: '1',
    pinned: false,
    computed: {
      mode: 'each_run',
      axis: 'step',
      unit: 'step',
      buckets: centre.length,
      width,
      runs: series.length,
      total: series.length,
      ...computed,
    },
    x: {
      centre,
      lo: centre.map((c) => c - (width - 1) / 2),
      hi: centre.map((c) => c - (width - 1) / 2 + width),
    },
    series: series.map((s, i) => ({ metric: 'loss', run: `run-${i}`, name: `Run ${i}`, number: i, ...s })),
  }
}

/** The same of groups. */
export function groupedAnswer(series: Partial<ChartSeries>[]): ChartAnswer {
  const answer = answerOf([], { mode: 'per_run' })
  answer.series = series.map((s) => ({ metric: 'loss', ...s }))
  return answer
}
