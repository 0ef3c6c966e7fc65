import type { Schemas } from '../../../api/client'
import type { ChartAnswer } from '../../../api/runcharts'

/** A metric of the machine as a chart over the time of day. */
export function chartOf(s: Schemas['RunSeries']): ChartAnswer {
  const seconds = (s.time_ms ?? []).map((ms) => ms / 1000)
  return {
    computed: { axis: 'wall', buckets: 0, mode: 'each_run', runs: 1, total: 1, unit: 's', width: 0 },
    pinned: false,
    position: '',
    series: [
      {
        metric: s.key,
        run: '',
        x: seconds,
        mean: s.mean ?? [],
        min: s.min ?? [],
        max: s.max ?? [],
        last: s.mean ?? [],
        count: s.count,
      },
    ],
  }
}
