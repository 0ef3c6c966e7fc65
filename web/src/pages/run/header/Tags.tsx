import { Badge, Button, CloseButton, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useRunEdit } from '../useRunEdit'
import type { HeaderRow } from './row'

/** The tags; they're added and taken away in place. */
export function Tags({ row, mayEdit }: { row: HeaderRow; mayEdit: boolean }) {
  const edit = useRunEdit(row.id)
  const [typed, setTyped] = useState<string>()
  const tags = row.tags ?? []
  const add = () => {
    const tag = typed?.trim()
    setTyped(undefined)
    if (tag && !tags.includes(tag)) edit.mutate({ changes: { tags: [...tags, tag] }, said: `Tag ${tag} added` })
  }
  return (
    <>
      {tags.map((tag) => (
        <Badge
          key={tag}
          variant="default"
          tt="none"
          data-tag={tag}
          rightSection={
            mayEdit && (
              <CloseButton
                size={14}
                aria-label={`Remove tag ${tag}`}
                disabled={edit.isPending}
                onClick={() =>
                  edit.mutate({ changes: { tags: tags.filter((t) => t !== tag) }, said: `Tag ${tag} removed` })
                }
              />
            )
          }
        >
          {tag}
        </Badge>
      ))}
      {mayEdit && typed === undefined && (
        <Button size="compact-xs" variant="subtle" onClick={() => setTyped('')} loading={edit.isPending}>
          Add tag
        </Button>
      )}
      {typed !== undefined && (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            add()
          }}
        >
          <TextInput
            aria-label="New tag"
            size="xs"
            w={140}
            maxLength={128}
            autoFocus
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
            onBlur={add}
            onKeyDown={(e) => {
              if (e.key === 'Escape') setTyped(undefined)
            }}
          />
        </form>
      )}
    </>
  )
}
