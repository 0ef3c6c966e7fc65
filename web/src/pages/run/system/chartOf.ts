import type { Schemas } from '../../../api/client'
import type { ChartAnswer } from '../../../api/runcharts'

/** A metric of the machine as a chart over the time of day. */
export function chartOf(
  s: Schemas['RunSeries'],
  run: Pick<Schemas['RunsRow'], 'id' | 'name' | 'number' | 'color'>,
): ChartAnswer {
  const seconds = (s.time_ms ?? []).map((ms) => ms / 1000)
  return {
    computed: { axis: 'wall', buckets: 0, mode: 'each_run', runs: 1, total: 1, unit: 's', width: 0 },
    pinned: false,
    position: '',
    series: [
      {
        metric: s.key,
        run: run.id,
        name: run.name,
        number: run.number,
        color: run.color,
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
