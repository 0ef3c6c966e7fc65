import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Question } from './confirm'

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
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              type="submit"
              color={question.danger ? 'red.8' : undefined}
              disabled={!ready}
              data-autofocus={question.typed ? undefined : true}
            >
              {question.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
