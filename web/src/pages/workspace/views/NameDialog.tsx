import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'

type Props = { title: string; action: string; name?: string; done: (name: string) => void; close: () => void }

/** Asks for the name of a view. */
export function NameDialog({ title, action, name = '', done, close }: Props) {
  const [text, setText] = useState(name)
  const ready = text.trim() !== ''
  return (
    <Modal opened onClose={close} title={title} centered size="sm">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (!ready) return
          close()
          done(text.trim())
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            maxLength={512}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            data-autofocus
            autoComplete="off"
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={!ready}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
