import { Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/change'
import { body } from '../../api/client'
import { asProblem } from '../../api/problem'
import { Markdown } from '../../markdown/Markdown'
import { useOfferUndo } from '../offerUndo'
import classes from './Overview.module.css'

/** Edits the description in place: what is written, or how it will look. */
export function DescriptionEditor({ text, close }: { text: string; close: () => void }) {
  const [draft, setDraft] = useState(text)
  const [mode, setMode] = useState('write')
  const offer = useOfferUndo()
  const save = useChange(
    (s, description: string) =>
      body(s.api.PATCH('/api/v1/projects/{entity}/{project}', { params: { path: s.path }, body: { description } })),
    ['project', 'overview'],
    {
      quiet: true,
      done: (p) => {
        close()
        offer('The description is saved', { entity: p.entity, project: p.name }, p)
      },
    },
  )
  const problem = save.error ? asProblem(save.error) : undefined
  const submit = () => (draft === text ? close() : save.mutate(draft))
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="Write or preview"
        size="xs"
        data={[
          { value: 'write', label: 'Write' },
          { value: 'preview', label: 'Preview' },
        ]}
        value={mode}
        onChange={setMode}
        style={{ alignSelf: 'flex-start' }}
      />
      {mode === 'write' ? (
        <Textarea
          autoFocus
          aria-label="Description, in Markdown"
          autosize
          minRows={9}
          maxRows={30}
          value={draft}
          onChange={(e) => setDraft(e.currentTarget.value)}
          error={problem && [problem.detail, problem.hint].filter(Boolean).join(' ')}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          onKeyDown={(e) => {
            if (e.key === 'Escape') close()
            if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) submit()
          }}
        />
      ) : (
        <div className={`${classes.preview} ${classes.markdown}`} data-preview>
          {draft ? <Markdown text={draft} /> : <Text c="var(--rl-quiet)">Nothing yet.</Text>}
        </div>
      )}
      <Group justify="space-between">
        <Text size="xs" c="var(--rl-quiet)">
          Markdown with tables and task lists. Ctrl Enter saves, Esc cancels.
        </Text>
        <Group gap="xs">
          <Button variant="default" size="sm" onClick={close}>
            Cancel
          </Button>
          <Button size="sm" loading={save.isPending} onClick={submit}>
            Save
          </Button>
        </Group>
      </Group>
    </Stack>
  )
}
