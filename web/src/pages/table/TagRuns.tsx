import { Button, Group, Modal, Stack, TagsInput } from '@mantine/core'
import { useState } from 'react'

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
          <Group justify="flex-end">
            <Button variant="default" onClick={p.close}>
              Cancel
            </Button>
            <Button type="submit" loading={p.pending} disabled={add.length + remove.length === 0}>
              Change tags
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
