import { Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { DialogButtons } from '../../../ui/DialogButtons'

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
          <DialogButtons close={close} action={action} disabled={!ready} />
        </Stack>
      </form>
    </Modal>
  )
}
