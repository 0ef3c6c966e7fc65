import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Markdown } from '../../../markdown/Markdown'
import { useRunEdit } from '../useRunEdit'
import classes from './Header.module.css'
import type { HeaderRow } from './row'

/** Notes in Markdown, written in place. */
export function Notes(props: { row: HeaderRow; mayEdit: boolean; writing: boolean; onWriting: (on: boolean) => void }) {
  const { row, mayEdit, writing, onWriting } = props
  const notes = row.notes ?? ''
  if (writing) return <Field row={row} notes={notes} close={() => onWriting(false)} />
  if (!notes) return null
  return (
    <div className={classes.line} style={{ alignItems: 'flex-start' }}>
      <section className={classes.notes} aria-label="Notes">
        <Markdown text={notes} />
      </section>
      {mayEdit && (
        <Button size="compact-xs" variant="subtle" mt={4} onClick={() => onWriting(true)}>
          Edit notes
        </Button>
      )}
    </div>
  )
}

function Field({ row, notes, close }: { row: HeaderRow; notes: string; close: () => void }) {
  const [typed, setTyped] = useState(notes)
  const edit = useRunEdit(row.id)
  const save = () => edit.mutate({ changes: { notes: typed }, said: 'Notes changed' }, { onSuccess: close })
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
          if (e.key === 'Escape') close()
        }}
      />
      <Group gap="xs" mt={6}>
        <Button size="xs" type="submit" loading={edit.isPending}>
          Save notes
        </Button>
        <Button size="xs" variant="default" onClick={() => close()}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}
