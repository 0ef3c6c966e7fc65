import { Button, Slider, Text } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type LoggedRow, loggedQuery } from '../../api/media'
import { useScope } from '../../api/scope'
import { runColour } from '../../runs/colours'
import { Broken } from '../../ui/Broken'
import { count } from '../../ui/numbers'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import { RunLink } from '../RunLink'
import { HeatMap } from './HeatMap'
import classes from './MediaOfRuns.module.css'
import { MediumView } from './MediumView'
import { isHistogram, mediaOf } from './medium'
import { stepsOf, upTo } from './steps'

/** As many runs as are asked for their media at once. */
const runsAtOnce = 6

type Run = { id: string; name: string; number: number; color?: string }

/** What runs logged under some keys, run by run, at a step that a slider chooses. Histograms are shown over all steps. */
export default function MediaOfRuns(props: { runs: Run[]; keys: string[]; height: number; step?: number }) {
  const { runs, keys, height } = props
  const scope = useScope()
  const [many, setMany] = useState(runsAtOnce)
  const [chosen, setChosen] = useState<number | undefined>(props.step)
  const seen = runs.slice(0, many)
  const logged = useQueries({ queries: seen.map((r) => loggedQuery(scope, r.id, keys)) })
  const rows = logged.map((q) => q.data?.rows)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lists are those of the queries
  const steps = useMemo(() => stepsOf(rows), [...rows, rows.length])
  const at = chosen ?? steps.at(-1)
  const index =
    at === undefined
      ? -1
      : Math.max(
          0,
          steps.findLastIndex((s) => s <= at),
        )
  const step = steps[index]
  const slides =
    steps.length > 1 &&
    rows.some((list) => list?.some((r) => keys.some((k) => k in r.metrics && !isHistogram(r.metrics[k]))))
  // One histogram fills the panel.
  const heat = runs.length * keys.length === 1 ? Math.max(140, height - 40) : 200
  return (
    <div className={classes.media} style={{ height }} data-media={keys.join(' ')} data-step={step}>
      <div className={classes.runs}>
        {seen.map((r, i) => {
          const q = logged[i]
          return (
            <section key={r.id} className={classes.run} aria-label={r.name} data-run={r.id}>
              <h4 className={classes.name}>
                <i style={{ background: runColour(r) }} />
                <RunLink id={r.id} name={r.name} />
              </h4>
              {q?.data ? (
                <OfRun run={r.id} rows={q.data.rows} more={q.data.more} keys={keys} step={step} heat={heat} />
              ) : q?.isError ? (
                <Refused error={q.error} again={() => void q.refetch()} />
              ) : (
                <Waiting height={60} />
              )}
            </section>
          )
        })}
        {runs.length > many && (
          <Button size="xs" variant="light" onClick={() => setMany(many + runsAtOnce)}>
            Show {Math.min(runsAtOnce, runs.length - many)} more of {count(runs.length)} runs
          </Button>
        )}
      </div>
      {slides && (
        <div className={classes.foot}>
          <Text size="xs" className={classes.step}>
            Step {step}
          </Text>
          <Slider
            size="sm"
            flex={1}
            label={null}
            thumbLabel="Step"
            min={0}
            max={steps.length - 1}
            value={index}
            onChange={(i) => setChosen(steps[i])}
          />
        </div>
      )}
    </div>
  )
}

function OfRun(props: { run: string; rows: LoggedRow[]; more: boolean; keys: string[]; step?: number; heat: number }) {
  const { run, rows, more, keys, step, heat } = props
  return (
    <>
      {keys.map((key) => (
        <Broken key={key} what={`“${key.slice(0, 80)}”`} resetKey={rows}>
          <OfKey run={run} rows={rows} name={key} named={keys.length > 1} step={step} heat={heat} />
        </Broken>
      ))}
      {more && (
        <Text size="xs" c="var(--rl-quiet)">
          Only the first {count(rows.length)} steps are shown.
        </Text>
      )}
    </>
  )
}

function OfKey(props: { run: string; rows: LoggedRow[]; name: string; named: boolean; step?: number; heat: number }) {
  const { run, rows, name, named, step, heat } = props
  const histograms = useMemo(
    () =>
      rows.flatMap((r) => {
        const [m] = mediaOf(r.metrics[name])
        return m?.kind === 'histogram' ? [{ step: r.step, edges: m.edges, counts: m.counts }] : []
      }),
    [rows, name],
  )
  const now = upTo(rows, name, step)
  const media = now ? mediaOf(now.metrics[name]) : []
  return (
    <div className={classes.key}>
      {named && <small title={name}>{name}</small>}
      {histograms.length > 0 ? (
        <HeatMap name={name} logged={histograms} height={heat} />
      ) : now ? (
        <div className={classes.items} data-of-step={now.step}>
          {media.map((m, i) => (
            <MediumView key={'path' in m ? m.path : `${m.kind} ${i}`} run={run} medium={m} name={name} />
          ))}
          {now.step !== step && <small>logged at step {now.step}</small>}
        </div>
      ) : (
        <Text size="xs" c="var(--rl-quiet)">
          Nothing logged {rows.some((r) => name in r.metrics) ? 'up to this step' : 'here'}
        </Text>
      )}
    </div>
  )
}
