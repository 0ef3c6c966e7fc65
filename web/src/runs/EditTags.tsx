import { Modal, Stack, TagsInput } from '@mantine/core'
import { useState } from 'react'
import type { RunRow } from '../api/workspace'
import { DialogButtons } from '../ui/DialogButtons'
import { useRunChanges } from './useRunChanges'

/** A run's tags. */
export function EditTags({ run, onClose }: { run: RunRow; onClose: () => void }) {
  const [tags, setTags] = useState(run.tags ?? [])
  const { tag } = useRunChanges()
  const long = tags.find((t) => new TextEncoder().encode(t).length > 128)
  return (
    <Modal opened onClose={onClose} title={`Tags of ${run.name}`} centered>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (long) return
          tag(run.id, tags)
          onClose()
        }}
      >
        <Stack>
          <TagsInput
            label="Tags"
            description="Enter adds one. Runs can be filtered by them."
            value={tags}
            onChange={setTags}
            maxTags={64}
            acceptValueOnBlur
            error={long && 'A tag has at most 128 bytes.'}
            data-autofocus
          />
          <DialogButtons close={onClose} action="Save" disabled={!!long} />
        </Stack>
      </form>
    </Modal>
  )
}
