import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'

export type Question = {
  title: string
  text: ReactNode
  /** What the button says that does it: "Delete 3 runs". */
  action: string
  danger?: boolean
  /** What has to be typed first. */
  typed?: string
  act: () => void
}

/** Asks before something is done. Use: const [ask, dialog] = useConfirm(); … {dialog} */
export function useConfirm(): [(q: Question) => void, ReactNode] {
  const [question, setQuestion] = useState<Question>()
  const close = () => setQuestion(undefined)
  return [setQuestion, question ? <Dialog key={question.title} question={question} close={close} /> : null]
}

function Dialog({ question, close }: { question: Question; close: () => void }) {
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
