import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Markdown } from '../../../markdown/Markdown'
import { useRunEdit } from '../useRunEdit'
import classes from './Header.module.css'
import type { HeaderRow } from './row'

/** Notes in Markdown, written in place. */
export function Notes({ row, mayEdit }: { row: HeaderRow; mayEdit: boolean }) {
  const edit = useRunEdit(row.id)
  const [typed, setTyped] = useState<string>()
  const notes = row.notes ?? ''
  const save = () =>
    edit.mutate({ changes: { notes: typed ?? '' }, said: 'Notes changed' }, { onSuccess: () => setTyped(undefined) })
  if (typed === undefined) {
    return (
      <div className={classes.line} style={{ alignItems: 'flex-start' }}>
        {notes && (
          <section className={classes.notes} aria-label="Notes">
            <Markdown text={notes} />
          </section>
        )}
        {mayEdit && (
          <Button size="compact-xs" variant="subtle" mt={4} onClick={() => setTyped(notes)}>
            {notes ? 'Edit notes' : 'Add notes'}
          </Button>
        )}
      </div>
    )
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        save()
      }}
    >
      <Textarea
        aria-label="Notes, in Markdown"
        placeholder="What was tried, and what came of it. **Markdown**."
        autosize
        minRows={2}
        maxRows={10}
        maw={900}
        mt={6}
        autoFocus
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) save()
          if (e.key === 'Escape') setTyped(undefined)
        }}
      />
      <Group gap="xs" mt={6}>
        <Button size="xs" type="submit" loading={edit.isPending}>
          Save notes
        </Button>
        <Button size="xs" variant="default" onClick={() => setTyped(undefined)}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}
