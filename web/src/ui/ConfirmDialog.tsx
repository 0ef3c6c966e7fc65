import { Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Question } from './confirm'
import { DialogButtons } from './DialogButtons'

/** The dialog of useConfirm. */
export function ConfirmDialog({ question, close }: { question: Question; close: () => void }) {
  const [typed, setTyped] = useState('')
  const ready = !question.typed || typed === question.typed
  return (
    <Modal opened onClose={close} title={question.title} centered>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (!ready) return
          close()
          question.act()
        }}
      >
        <Stack>
          <Text size="sm" component="div">
            {question.text}
          </Text>
          {question.typed && (
            <TextInput
              label={`Type ${question.typed} to go on`}
              value={typed}
              onChange={(e) => setTyped(e.currentTarget.value)}
              data-autofocus
              autoComplete="off"
            />
          )}
          <DialogButtons
            close={close}
            action={question.action}
            danger={question.danger}
            disabled={!ready}
            focus={!question.typed}
          />
        </Stack>
      </form>
    </Modal>
  )
}
