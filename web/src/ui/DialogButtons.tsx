import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'

/** The end of a dialog's form: Cancel, and what sends it. Children stand before them. */
export function DialogButtons(props: {
  close: () => void
  /** What the button says that sends the form. */
  action: string
  disabled?: boolean
  loading?: boolean
  danger?: boolean
  /** It has the focus when the dialog opens. */
  focus?: boolean
  children?: ReactNode
}) {
  const { close, action, disabled, loading, danger, focus, children } = props
  return (
    <Group justify="flex-end">
      {children}
      <Button variant="default" onClick={close}>
        Cancel
      </Button>
      <Button
        type="submit"
        color={danger ? 'red.8' : undefined}
        disabled={disabled}
        loading={loading}
        data-autofocus={focus || undefined}
      >
        {action}
      </Button>
    </Group>
  )
}
