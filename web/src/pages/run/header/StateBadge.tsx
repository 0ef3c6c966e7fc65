import { Tooltip } from '@mantine/core'
import { RunState } from '../../../runs/RunState'
import classes from './Header.module.css'
import type { HeaderRow } from './row'
import { meaningOf } from './states'

/** The state, and what it means when pointed at or focused. */
export function StateBadge({ state, exitCode }: { state: HeaderRow['state']; exitCode?: number }) {
  return (
    <Tooltip label={meaningOf(state, exitCode)} events={{ hover: true, focus: true, touch: true }} multiline maw={320}>
      <button type="button" className={classes.state} aria-label={`State ${state}: ${meaningOf(state, exitCode)}`}>
        <RunState state={state} />
      </button>
    </Tooltip>
  )
}
