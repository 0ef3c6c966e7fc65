import { Modal, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { body } from '../api/client'
import { keyOf, useNow } from '../api/scope'
import type { RunRow } from '../api/workspace'
import { Answer } from '../ui/Answer'
import { DialogButtons } from '../ui/DialogButtons'
import { useRunChanges } from './useRunChanges'

/** A run's notes: lists don't have them, so they are read first. */
export function EditNotes({ run, onClose }: { run: RunRow; onClose: () => void }) {
  const now = useNow()
  const known = useQuery({
    queryKey: keyOf(now, 'run', run.id, 'notes'),
    queryFn: ({ signal }) =>
      body(
        now.api.GET('/api/v1/projects/{entity}/{project}/runs/{run}', {
          params: { path: { ...now.path, run: run.id } },
          signal,
        }),
      ).then((r) => r.notes ?? ''),
    gcTime: 0,
  })
  return (
    <Modal opened onClose={onClose} title={`Notes on ${run.name}`} centered size="lg">
      <Answer of={known} what="Reading the notes">
        {(notes) => <Notes run={run} notes={notes} onClose={onClose} />}
      </Answer>
    </Modal>
  )
}

function Notes({ run, notes, onClose }: { run: RunRow; notes: string; onClose: () => void }) {
  const [text, setText] = useState(notes)
  const { note } = useRunChanges()
  const bytes = new TextEncoder().encode(text).length
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        note(run.id, text)
        onClose()
      }}
    >
      <Stack>
        <Textarea
          aria-label="Notes"
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          autosize
          minRows={6}
          maxRows={20}
          placeholder="What was tried, and what came of it"
          error={bytes > 65_536 ? `${bytes} bytes: at most 65,536.` : undefined}
          data-autofocus
        />
        <DialogButtons close={onClose} action="Save" disabled={bytes > 65_536} />
      </Stack>
    </form>
  )
}
