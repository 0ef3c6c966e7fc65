import type { Schemas } from '../api/client'

type Answer = Schemas['ChartAnswer']
type System = Schemas['RunSystem']
type Member = Schemas['WorkspaceMember']

/** What machines were measured by, as a chart: x is seconds since the run's first sample. */
export function systemChart(members: Member[], of: (System | undefined)[]): Answer {
  const series = members.flatMap((m, i) => {
    const all = of[i]?.series ?? []
    const begin = all.reduce((first, s) => Math.min(first, s.time_ms?.[0] ?? first), Number.POSITIVE_INFINITY)
    return all.map((s) => ({
      metric: s.key,
      run: m.id,
      name: m.name,
      number: m.number,
      color: m.color,
      x: (s.time_ms ?? []).map((t) => (t - begin) / 1000),
      mean: s.mean ?? [],
      min: s.min ?? [],
      max: s.max ?? [],
      count: s.count ?? [],
    }))
  })
  return {
    series,
    position: '',
    pinned: false,
    computed: {
      axis: 'relative',
      unit: 's',
      mode: 'each_run',
      buckets: 0,
      width: 0,
      runs: members.length,
      total: members.length,
    },
  }
}
