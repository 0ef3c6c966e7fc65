import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type RunAxis, runChartQuery } from '../../../api/runcharts'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { MetricChart } from './MetricChart'

type Props = { metric: string; run: string; axis: RunAxis; log: boolean; close: () => void }

/** A metric's chart over all of the window. */
export function Enlarged({ metric, run, axis, log, close }: Props) {
  const scope = useScope()
  const chart = useQuery(runChartQuery(scope, run, metric, axis))
  const height = Math.max(240, window.innerHeight - 140)
  return (
    <Modal opened onClose={close} title={metric} fullScreen>
      <Answer of={chart} what="Reading the metric" height={height}>
        {(answer) => <MetricChart answer={answer} run={run} metric={metric} axis={axis} log={log} height={height} />}
      </Answer>
    </Modal>
  )
}
