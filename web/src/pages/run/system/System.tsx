import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type OneRun, systemQuery } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { LineChart } from '../../../chart/LineChart'
import type { LineOptions } from '../../../chart/options'
import { Answer } from '../../../ui/Answer'
import { Broken } from '../../../ui/Broken'
import { Empty } from '../../../ui/Empty'
import classes from '../charts/Charts.module.css'
import { lastOf } from '../charts/last'
import { chartOf } from './chartOf'

const options: LineOptions = { legend: false, band: 'minmax' }

/** What the machine did meanwhile. */
export default function System({ one }: { one: OneRun }) {
  const scope = useScope()
  const { id, name, number, color } = one.row
  const system = useQuery(systemQuery(scope, id))
  const charts = useMemo(
    () => (system.data?.series ?? []).map((s) => [s.key, chartOf(s, { id, name, number, color })] as const),
    [system.data, id, name, number, color],
  )
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
                  <span className={classes.last} title="Last value">
                    {lastOf(answer)}
                  </span>
                </div>
                <Broken what="This chart" resetKey={answer}>
                  <LineChart answer={answer} height={200} title={key} options={options} />
                </Broken>
              </article>
            ))}
          </section>
        )
      }
    </Answer>
  )
}
