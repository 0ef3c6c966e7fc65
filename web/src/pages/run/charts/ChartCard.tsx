import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { OneRun } from '../../../api/run'
import { type RunAxis, runChartQuery } from '../../../api/runcharts'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { Broken } from '../../../ui/Broken'
import { CardMenu } from './CardMenu'
import classes from './Charts.module.css'
import { lastOf } from './last'
import { MetricChart } from './MetricChart'
import { useInSight } from './useInSight'

const height = 200 // px

type Props = { metric: string; run: OneRun['row']; axis: RunAxis; log: boolean; onEnlarge: (metric: string) => void }

/** A metric's chart with its last value. It asks the server only while it's in sight. */
export function ChartCard({ metric, run, axis, log, onEnlarge }: Props) {
  const scope = useScope()
  const card = useRef<HTMLElement>(null)
  const inSight = useInSight(card)
  const chart = useQuery({ ...runChartQuery(scope, run.id, metric, axis), enabled: inSight })
  const last = chart.data && lastOf(chart.data)
  return (
    <article ref={card} className={classes.card} aria-label={metric} data-metric={metric}>
      <div className={classes.head}>
        <h3 className={classes.metric} title={metric}>
          {metric}
        </h3>
        {last !== undefined && (
          <span className={classes.last} title="Last value">
            {last}
          </span>
        )}
        <CardMenu metric={metric} card={card} onEnlarge={() => onEnlarge(metric)} />
      </div>
      {(inSight || chart.data) && (
        <Broken what="This chart" resetKey={chart.data}>
          <Answer of={chart} what="Reading the metric" height={height}>
            {(answer) => (
              <MetricChart answer={answer} run={run.id} metric={metric} axis={axis} log={log} height={height} />
            )}
          </Answer>
        </Broken>
      )}
    </article>
  )
}
