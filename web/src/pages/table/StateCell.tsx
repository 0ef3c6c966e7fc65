import classes from './Table.module.css'

/** A run's state: a dot in its colour, and the word. */
export function StateCell({ state }: { state: string }) {
  return (
    <span className={classes.state} data-state={state}>
      {state}
    </span>
  )
}
