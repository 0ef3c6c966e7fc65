import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { OneRun } from '../../../api/run'
import { asTyped, Entries, readTyped, writeJson } from '../../../tree/json'
import { kindOf, pathText, type Row, replaced } from '../../../tree/rows'
import { useRunEdit } from '../useRunEdit'

const kinds = {
  null: 'nothing (null)',
  boolean: 'true or false',
  number: 'a number',
  text: 'a text',
  list: 'a list',
  object: 'an object',
}

/** Sets a value over what the trainer sent. What is typed is read as JSON where it is some, else as a text. */
export function EditValue(props: { one: OneRun; part: 'config' | 'summary'; row: Row; close: () => void }) {
  const { one, part, row, close } = props
  const [typed, setTyped] = useState(() => asTyped(row.value))
  const edit = useRunEdit(one.row.id)
  const name = pathText(row.path)
  const [key = ''] = row.path
  const value = readTyped(typed)
  // At the first level null hides the key: that is a button of its own.
  const hides = row.path.length === 1 && value === null
  const send = (whole: string, said: string) => {
    edit.mutate({ json: `{"${part}":{${JSON.stringify(String(key))}:${whole}}}`, said }, { onSuccess: close })
  }
  const save = () => {
    const before = one[part].get(String(key)) ?? new Entries()
    send(writeJson(replaced(before, row.path.slice(1), value)), `${name} changed`)
  }
  return (
    <Modal opened onClose={close} title={`Edit ${name || 'value'}`}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (!hides) save()
        }}
      >
        <Stack gap="sm">
          <Textarea
            aria-label={`New value of ${name}`}
            autosize
            minRows={2}
            maxRows={16}
            data-autofocus
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
            onKeyDown={(e) => {
              if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.form?.requestSubmit()
            }}
          />
          <Text size="xs" c="var(--rl-quiet)" role="status">
            {hides ? 'null would hide the key: that’s what the button is for.' : `This is ${kinds[kindOf(value)]}.`} It
            stands over what the trainer sends, now and later.
          </Text>
          <Group justify="flex-end">
            {row.path.length === 1 && (
              <Button variant="subtle" color="red" onClick={() => send('null', `${name} hidden`)} mr="auto">
                Hide key
              </Button>
            )}
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={edit.isPending} disabled={hides}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
