import classes from './RunState.module.css'

const said: Record<string, string> = {
  running: 'Running',
  preempting: 'Being preempted',
  stopping: 'Stopping',
  finished: 'Finished',
  failed: 'Failed',
  killed: 'Killed',
  crashed: 'Crashed: not heard of any more',
}

const words: Record<string, string> = { preempting: 'Preempting', crashed: 'Crashed' }

/** The states in which a trainer can still be asked to stop. */
export const active = (state: string) => state === 'running' || state === 'preempting'

/** A run's state: a mark whose form and colour say it, with its word unless `dot`. */
export function RunState({ state, dot = false }: { state: string; dot?: boolean }) {
  const title = said[state] ?? state
  if (dot) return <span className={classes.mark} data-state={state} role="img" aria-label={title} title={title} />
  return (
    <span className={classes.badge} title={title}>
      <span className={classes.mark} data-state={state} aria-hidden />
      {words[state] ?? title}
    </span>
  )
}
