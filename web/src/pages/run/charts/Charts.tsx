import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type OneRun, runMetricsQuery } from '../../../api/run'
import type { RunAxis } from '../../../api/runcharts'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { Empty } from '../../../ui/Empty'
import { ChartSection } from './ChartSection'
import { ChartToolbar } from './ChartToolbar'
import { Enlarged } from './Enlarged'
import { sectionsOf } from './sections'
import { useChartTools } from './useChartTools'

/** All that a run logged, by the metrics' prefixes. */
export default function Charts({ one }: { one: OneRun }) {
  const scope = useScope()
  const metrics = useQuery(runMetricsQuery(scope, one.row.id))
  return (
    <Answer of={metrics} what="Listing the metrics">
      {(list) =>
        list.length === 0 ? (
          <Empty title="No metrics yet">
            What the trainer logs step by step is drawn here as it comes: a chart for each metric.
          </Empty>
        ) : (
          <Sections metrics={list} one={one} />
        )
      }
    </Answer>
  )
}

const short = 3000 // points a metric that are drawn one by one, not in buckets

function Sections({ metrics, one }: { metrics: string[]; one: OneRun }) {
  const tools = useChartTools()
  const sections = useMemo(() => sectionsOf(metrics, tools.search), [metrics, tools.search])
  const full = (one.row.points ?? 0) <= short * metrics.length
  const { axis: along, xMetric, smooth } = tools
  const axis = useMemo(
    (): RunAxis => ({ x: xMetric ? { metric: xMetric } : along, smoothing: smooth / 100, full }),
    [along, xMetric, smooth, full],
  )
  return (
    <>
      <ChartToolbar tools={tools} metrics={metrics} />
      {sections.length === 0 && <Empty title={`No metric is named like “${tools.search}”`} />}
      {sections.map((s) => (
        <ChartSection key={s.title} section={s} run={one.row} axis={axis} log={tools.log} onEnlarge={tools.setMetric} />
      ))}
      {metrics.includes(tools.metric) && (
        <Enlarged
          metric={tools.metric}
          run={one.row.id}
          axis={axis}
          log={tools.log}
          close={() => tools.setMetric('')}
        />
      )}
    </>
  )
}
