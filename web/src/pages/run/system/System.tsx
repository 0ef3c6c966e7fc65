import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { systemQuery } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { LineChart } from '../../../chart/LineChart'
import { Answer } from '../../../ui/Answer'
import { Broken } from '../../../ui/Broken'
import { Empty } from '../../../ui/Empty'
import classes from '../charts/Charts.module.css'
import { lastOf } from '../charts/last'
import { chartOf } from './chartOf'

/** What the machine did meanwhile. */
export default function System({ run }: { run: string }) {
  const scope = useScope()
  const system = useQuery(systemQuery(scope, run))
  const charts = useMemo(() => (system.data?.series ?? []).map((s) => [s.key, chartOf(s)] as const), [system.data])
  return (
    <Answer of={system} what="Reading the machine’s metrics">
      {() =>
        charts.length === 0 ? (
          <Empty title="No metrics of the machine">
            Processor, memory, GPUs: the wandb SDK measures them by itself every 15 seconds; over HTTP, log them as
            “system”.
          </Empty>
        ) : (
          <section className={classes.grid} style={{ paddingTop: 12 }} aria-label="Metrics of the machine">
            {charts.map(([key, answer]) => (
              <article key={key} className={classes.card} aria-label={key} data-metric={key}>
                <div className={classes.head}>
                  <h2 className={classes.metric} title={key}>
                    {key}
                  </h2>
                  <span className={classes.last}>{lastOf(answer)}</span>
                </div>
                <Broken what="This chart" resetKey={answer}>
                  <LineChart answer={answer} height={200} title={key} options={{ legend: false, band: 'minmax' }} />
                </Broken>
              </article>
            ))}
          </section>
        )
      }
    </Answer>
  )
}
