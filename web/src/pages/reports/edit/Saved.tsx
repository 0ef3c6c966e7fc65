import { Alert, Button, Group, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { Problem } from '../../../api/problem'
import { Markdown } from '../../../markdown/Markdown'

export type SaveState = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed'

/** Whether what was typed is stored; if it isn't, why, and what to do. Nothing typed is lost. */
export function Saved(props: {
  state: SaveState
  problem?: Problem
  again: () => void
  /** What somebody else stored meanwhile, and how to go on with it, or over it. */
  theirs?: { text?: string; take: () => void; overwrite: () => void }
}) {
  const { state, problem, again, theirs } = props
  if (state === 'failed' && problem?.status === 409 && theirs) {
    return (
      <Alert color="yellow" title="Somebody changed this meanwhile" role="alert" my="xs">
        <Text size="sm">What you typed is still here and isn’t stored yet.</Text>
        {theirs.text !== undefined && (
          <Alert variant="default" my="xs" title="What is stored now">
            <Markdown text={theirs.text} />
          </Alert>
        )}
        <Group gap="xs" mt="xs">
          <Button size="xs" variant="default" onClick={theirs.take}>
            Reload theirs, drop mine
          </Button>
          <Button size="xs" variant="light" onClick={theirs.overwrite}>
            Save mine over it
          </Button>
        </Group>
      </Alert>
    )
  }
  if (state === 'failed') {
    return (
      <Alert color="red" title="Not saved" role="alert" my="xs">
        <Text size="sm">
          {problem?.detail} {problem?.hint} What you typed is still here.
        </Text>
        <Button size="xs" variant="light" mt="xs" onClick={again}>
          Save again
        </Button>
      </Alert>
    )
  }
  return (
    <Text size="xs" c="var(--rl-quiet)" role="status" data-saved={state}>
      {state === 'saving' && 'Saving…'}
      {state === 'dirty' && 'Not saved yet'}
      {state === 'saved' && (
        <>
          <IconCheck size={12} aria-hidden style={{ verticalAlign: -1 }} /> Saved
        </>
      )}
    </Text>
  )
}
