import { Modal, Stack, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { DialogButtons } from '../../ui/DialogButtons'

/** Asks which tags many runs get and lose. */
export default function TagRuns(p: {
  count: number
  pending: boolean
  close: () => void
  go: (add: string[], remove: string[]) => void
}) {
  const [add, setAdd] = useState<string[]>([])
  const [remove, setRemove] = useState<string[]>([])
  return (
    <Modal
      opened
      onClose={p.close}
      title={`Tags of ${p.count.toLocaleString('en')} ${p.count === 1 ? 'run' : 'runs'}`}
      centered
    >
      <form
        onSubmit={(e) => {
          e.preventDefault()
          p.go(add, remove)
        }}
      >
        <Stack>
          <TagsInput
            label="Add"
            description="Enter or a comma ends a tag"
            value={add}
            onChange={setAdd}
            maxTags={64}
            acceptValueOnBlur
            data-autofocus
          />
          <TagsInput
            label="Remove"
            description="Runs that don’t have it stay as they are"
            value={remove}
            onChange={setRemove}
            maxTags={64}
            acceptValueOnBlur
          />
          <DialogButtons
            close={p.close}
            action="Change tags"
            loading={p.pending}
            disabled={add.length + remove.length === 0}
          />
        </Stack>
      </form>
    </Modal>
  )
}
