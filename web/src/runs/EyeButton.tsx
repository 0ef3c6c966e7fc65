import { IconEye, IconEyeClosed, IconEyeMinus } from '@tabler/icons-react'
import classes from './RunList.module.css'

/** Switches a run, or a group's runs, on and off in charts. */
export function EyeButton(props: {
  name: string
  shown: boolean | 'some'
  disabled?: boolean
  tabIndex?: number
  onToggle: () => void
}) {
  const { name, shown, disabled, tabIndex, onToggle } = props
  const Icon = shown === 'some' ? IconEyeMinus : shown ? IconEye : IconEyeClosed
  return (
    <button
      type="button"
      className={classes.eye}
      aria-label={`Show ${name} in charts`}
      aria-pressed={shown === 'some' ? 'mixed' : shown}
      disabled={disabled}
      tabIndex={tabIndex}
      onClick={(e) => {
        e.stopPropagation()
        onToggle()
      }}
    >
      <Icon size={15} stroke={1.6} aria-hidden />
    </button>
  )
}
