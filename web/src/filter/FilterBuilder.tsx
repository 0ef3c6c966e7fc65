import { Anchor, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { Problem } from '../api/problem'
import { type Draft, draftOf, emptyDraft, textOf } from './draft'
import { FilterText } from './FilterText'
import { parse } from './parse'
import { Terms } from './Terms'

/**
 * Edits a filter, as rows of conditions in and/or groups, or as text in the filter language.
 * Both are the same filter: the value is always its text. An incomplete row doesn't count.
 */
export function FilterBuilder(props: { value: string; onChange: (text: string) => void; fault?: Problem }) {
  const { value, onChange, fault } = props
  const [asText, setAsText] = useState(() => value.trim() !== '' && parse(value) === undefined)
  const [draft, setDraft] = useState<Draft>(() => draftOf(parse(value)) ?? emptyDraft())
  const readable = value.trim() === '' || parse(value) !== undefined
  return (
    <div>
      <Group justify="space-between" mb="xs">
        <Text size="xs" c="var(--rl-quiet)">
          {asText
            ? 'config.lr >= 0.1 and (tags has "baseline" or state in ("finished", "running"))'
            : 'Runs for which these conditions hold are shown, in lists and in charts.'}
        </Text>
        <Anchor
          component="button"
          type="button"
          size="xs"
          disabled={asText && !readable}
          title={asText && !readable ? 'Conditions can’t show this text' : undefined}
          onClick={() => {
            if (asText) setDraft(draftOf(parse(value)) ?? emptyDraft())
            setAsText(!asText)
          }}
        >
          {asText ? 'Edit as conditions' : 'Edit as text'}
        </Anchor>
      </Group>
      {asText ? (
        <FilterText value={value} onChange={onChange} fault={fault} />
      ) : (
        <>
          <Terms
            draft={draft}
            onChange={(next) => {
              setDraft(next)
              onChange(textOf(next))
            }}
          />
          {fault && (
            <Text size="xs" c="red" mt="xs" role="alert">
              {fault.detail.split('\n')[0]} {fault.hint}
            </Text>
          )}
        </>
      )}
    </div>
  )
}
