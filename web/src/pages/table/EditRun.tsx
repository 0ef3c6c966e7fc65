import { Button, Group, Modal, Stack, TagsInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/change'
import { body, type Schemas } from '../../api/client'
import type { RunRow } from '../../api/workspace'

/** Changes the tags or the notes of one run. */
export function EditRun({ run, field, close }: { run: RunRow; field: 'tags' | 'notes'; close: () => void }) {
  const [tags, setTags] = useState(run.tags ?? [])
  const [notes, setNotes] = useState(run.notes ?? '')
  const save = useChange(
    (now, changes: Schemas['HttpRunChanges']) =>
      body(
        now.api.PATCH('/api/v1/projects/{entity}/{project}/runs/{run}', {
          params: { path: { ...now.path, run: run.id } },
          body: changes,
        }),
      ),
    ['runs', 'run'],
    { done: close },
  )
  const submit = () => save.mutate(field === 'tags' ? { tags } : { notes })
  return (
    <Modal opened onClose={close} title={`${field === 'tags' ? 'Tags' : 'Notes'} of ${run.name}`} centered>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          submit()
        }}
      >
        <Stack>
          {field === 'tags' ? (
            <TagsInput
              label="Tags"
              description="Enter or a comma ends a tag"
              value={tags}
              onChange={setTags}
              maxTags={64}
              acceptValueOnBlur
              data-autofocus
            />
          ) : (
            <Textarea
              label="Notes"
              autosize
              minRows={4}
              maxRows={16}
              value={notes}
              onChange={(e) => setNotes(e.currentTarget.value)}
              onKeyDown={(e) => {
                if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) submit()
              }}
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
