import { useMemo } from 'react'
import type { OneRun } from '../../../api/run'
import type { RunAxis } from '../../../api/runcharts'
import { Empty } from '../../../ui/Empty'
import { ChartSection } from './ChartSection'
import { ChartToolbar } from './ChartToolbar'
import { metricsIn, sectionsOf } from './sections'
import { useChartTools } from './useChartTools'

const short = 3000 // points a metric that are drawn one by one, not in buckets

/** All that a run logged, by the metrics' prefixes. */
export default function Charts({ one }: { one: OneRun }) {
  const tools = useChartTools()
  const metrics = useMemo(() => metricsIn(one.summary), [one.summary])
  const sections = useMemo(() => sectionsOf(metrics, tools.search), [metrics, tools.search])
  const points = one.row.points ?? 0
  const axis: RunAxis = {
    x: tools.xMetric ? { metric: tools.xMetric } : tools.axis,
    smoothing: tools.smooth / 100,
    full: points <= short * Math.max(1, metrics.length),
  }
  if (metrics.length === 0) {
    return (
      <Empty title="No metrics yet">
        What the trainer logs step by step is drawn here as it comes: a chart for each metric.
      </Empty>
    )
  }
  return (
    <>
      <ChartToolbar tools={tools} metrics={metrics} />
      {sections.length === 0 && <Empty title={`No metric is named like “${tools.search}”`} />}
      {sections.map((s) => (
        <ChartSection key={s.title} section={s} run={one.row} axis={axis} log={tools.log} />
      ))}
    </>
  )
}
