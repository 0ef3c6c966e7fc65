import { useMemo } from 'react'
import { type ChartAnswer, type RunAxis, runChartRequest } from '../../../api/runcharts'
import { useScope } from '../../../api/scope'
import { LineChart } from '../../../chart/LineChart'
import { useZoomedChart } from '../../../chart/useZoom'

type Props = { answer: ChartAnswer; run: string; metric: string; axis: RunAxis; log: boolean; height: number }

/** The line of a metric; a zoom asks the server for exact data of the range. */
export function MetricChart({ answer, run, metric, axis, log, height }: Props) {
  const scope = useScope()
  const request = useMemo(() => runChartRequest(run, [metric], axis), [run, metric, axis])
  const zoomed = useZoomedChart(scope, request, answer)
  const options = useMemo(() => ({ yLog: log, legend: false }), [log])
  return (
    <LineChart
      answer={zoomed.answer}
      height={height}
      title={metric}
      options={options}
      zoom={zoomed.zoom}
      onZoom={zoomed.onZoom}
      waiting={zoomed.waiting}
    />
  )
}
