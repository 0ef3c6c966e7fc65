import type { RunRow } from '../api/workspace'
import { runColour } from './colours'
import classes from './RunColour.module.css'

/** A run's colour. With onPick it's a button that opens the picker: see useRunMenu. */
export function RunColour(props: {
  run: Pick<RunRow, 'id' | 'name' | 'number' | 'color'>
  onPick?: (at: HTMLElement) => void
  tabIndex?: number
  hidden?: boolean
}) {
  const { run, onPick, tabIndex, hidden } = props
  const colour = runColour(run)
  const swatch = <span className={classes.swatch} style={{ background: colour }} data-hidden={hidden || undefined} />
  if (!onPick) return swatch
  return (
    <button
      type="button"
      className={classes.pick}
      tabIndex={tabIndex}
      aria-label={`Colour of ${run.name}`}
      aria-haspopup="dialog"
      title={`Colour ${colour}`}
      data-colour={colour}
      onClick={(e) => {
        e.stopPropagation()
        onPick(e.currentTarget)
      }}
    >
      {swatch}
    </button>
  )
}
