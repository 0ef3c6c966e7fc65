import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useRunEdit } from '../useRunEdit'
import classes from './Header.module.css'
import type { HeaderRow } from './row'

/** The name; it's changed in place: Enter saves, Escape doesn't. */
export function Name({ row, mayEdit }: { row: HeaderRow; mayEdit: boolean }) {
  const [typed, setTyped] = useState<string>()
  const edit = useRunEdit(row.id)
  const save = () => {
    const name = typed?.trim()
    setTyped(undefined)
    if (name && name !== row.name) edit.mutate({ changes: { display_name: name }, said: `Renamed to ${name}` })
  }
  if (typed !== undefined) {
    return (
      <form
        onSubmit={(e) => {
          e.preventDefault()
          save()
        }}
      >
        <TextInput
          aria-label="Name of the run"
          size="sm"
          w={360}
          maxLength={512}
          autoFocus
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          onBlur={save}
          onKeyDown={(e) => {
            if (e.key === 'Escape') setTyped(undefined)
          }}
        />
      </form>
    )
  }
  return (
    <>
      <h1 className={classes.name}>{edit.isPending ? edit.variables.changes?.display_name : row.name}</h1>
      {mayEdit && (
        <Tooltip label="Rename">
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Rename" onClick={() => setTyped(row.name)}>
            <IconPencil size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  )
}
