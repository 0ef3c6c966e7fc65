import { ActionIcon, Tooltip } from '@mantine/core'
import { forwardRef, type ReactNode } from 'react'
import classes from './RunSetBar.module.css'

type Props = {
  name: string
  /** What holds at present, for the tooltip and screen readers. */
  state?: string
  badge?: number
  disabled?: boolean
  expanded?: boolean
  onClick: () => void
  children: ReactNode
}

/** A button of the bar over a list of runs, which says how much of its kind is set. */
export const ToolButton = forwardRef<HTMLButtonElement, Props>(function ToolButton(props, ref) {
  const { name, state, badge = 0, disabled, expanded, onClick, children } = props
  return (
    <Tooltip label={state ? `${name}: ${state}` : name} multiline maw={360}>
      <ActionIcon
        ref={ref}
        className={classes.tool}
        data-badge={badge > 0 ? badge : undefined}
        size={30}
        variant={badge > 0 ? 'light' : 'default'}
        aria-label={state ? `${name}: ${state}` : name}
        aria-haspopup="dialog"
        aria-expanded={expanded}
        disabled={disabled}
        onClick={onClick}
        style={{ overflow: 'visible' }}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
})
