import { Badge, Tooltip } from '@mantine/core'
import type { HeaderRow } from './row'
import { meaningOf, stateColours } from './states'

/** The state, and what it means when pointed at or focused. */
export function StateBadge({ state, exitCode }: { state: HeaderRow['state']; exitCode?: number }) {
  return (
    <Tooltip label={meaningOf(state, exitCode)} events={{ hover: true, focus: true, touch: true }} multiline maw={320}>
      <Badge
        tabIndex={0}
        color={stateColours[state] ?? 'gray'}
        variant="light"
        data-state={state}
        aria-label={`State: ${state}. ${meaningOf(state, exitCode)}`}
        role="status"
      >
        {state}
      </Badge>
    </Tooltip>
  )
}
