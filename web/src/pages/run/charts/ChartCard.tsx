import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { OneRun } from '../../../api/run'
import { type RunAxis, runChartQuery } from '../../../api/runcharts'
import { useScope } from '../../../api/scope'
import { LineChart } from '../../../chart/LineChart'
import type { Range } from '../../../chart/options'
import { runColour } from '../../../runs/colours'
import { Answer } from '../../../ui/Answer'
import { Broken } from '../../../ui/Broken'
import classes from './Charts.module.css'
import { lastOf } from './last'
import { useInSight } from './useInSight'

const height = 200 // px

type Props = { metric: string; run: OneRun['row']; axis: RunAxis; log: boolean }

/** A metric's chart with its last value. It asks the server only while it's in sight. */
export function ChartCard({ metric, run, axis, log }: Props) {
  const scope = useScope()
  const card = useRef<HTMLElement>(null)
  const inSight = useInSight(card)
  const [zoom, setZoom] = useState<Range>()
  const asked = zoom ? { ...axis, full: false, range: zoom } : axis
  const chart = useQuery({ ...runChartQuery(scope, run.id, metric, asked), enabled: inSight })
  const last = chart.data && lastOf(chart.data)
  return (
    <article ref={card} className={classes.card} aria-label={metric} data-metric={metric}>
      <div className={classes.head}>
        <h3 className={classes.metric} title={metric}>
          {metric}
        </h3>
        {last !== undefined && !zoom && (
          <span className={classes.last} title="Last value">
            {last}
          </span>
        )}
      </div>
      {(inSight || chart.data) && (
        <Broken what="This chart" resetKey={chart.data}>
          <Answer of={chart} what="Reading the metric" height={height}>
            {(answer) => (
              <LineChart
                answer={answer}
                height={height}
                title={metric}
                options={{ yLog: log, legend: false }}
                colours={() => runColour(run)}
                zoom={zoom}
                onZoom={setZoom}
              />
            )}
          </Answer>
        </Broken>
      )}
    </article>
  )
}
