import { Alert, Modal, PasswordInput, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { body } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { asProblem } from '../../api/problem'
import { DialogButtons } from '../../ui/DialogButtons'

/** Whether the dialog is open. */
export function usePasswordDialog() {
  const [opened, setOpened] = useState(false)
  return { opened, open: () => setOpened(true), close: () => setOpened(false) }
}

/** Sets a user's password: the user's sessions end. */
export function PasswordDialog({ name, opened, close }: { name: string; opened: boolean; close: () => void }) {
  const [next, setNext] = useState('')
  const set = useChangeEverywhere(
    (api, password: string) =>
      body(api.PUT('/api/v1/users/{name}/password', { params: { path: { name } }, body: { new: password } })),
    [],
    {
      quiet: true,
      done: () => {
        setNext('')
        close()
        notifications.show({ message: `${name} has a new password; sessions so far have ended` })
      },
    },
  )
  const problem = set.error ? asProblem(set.error) : undefined
  return (
    <Modal opened={opened} onClose={close} title={`New password of ${name}`}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          set.mutate(next)
        }}
      >
        <Stack>
          {problem && (
            <Alert color="red" role="alert" title={problem.detail}>
              {[problem.hint, ...problem.errors.map((e) => e.message)].filter(Boolean).join(' ')}
            </Alert>
          )}
          <PasswordInput
            label="New password"
            description="10 characters or more, not the user’s name. All sessions of the user end."
            autoComplete="new-password"
            data-autofocus
            value={next}
            onChange={(e) => setNext(e.currentTarget.value)}
          />
          <DialogButtons close={close} action="Set password" loading={set.isPending} disabled={!next} />
        </Stack>
      </form>
    </Modal>
  )
}
