import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { ConditionRow } from './ConditionRow'
import { type Draft, emptyDraft, emptyRow, type Row } from './draft'
import classes from './Filter.module.css'

/** A group of conditions: all or any of them hold, or not. Groups may stand in groups. */
export function Terms(props: { draft: Draft; onChange: (d: Draft) => void; onRemove?: () => void; depth?: number }) {
  const { draft, onChange, onRemove, depth = 0 } = props
  const set = (i: number, t: Row | Draft) => onChange({ ...draft, terms: draft.terms.with(i, t) })
  const drop = (i: number) => onChange({ ...draft, terms: draft.terms.filter((_, at) => at !== i) })
  const choice = `${draft.not ? 'not ' : ''}${draft.word}`
  return (
    <fieldset
      className={depth > 0 ? classes.group : classes.outer}
      aria-label={depth > 0 ? 'Group of conditions' : 'Conditions'}
    >
      {(draft.terms.length > 1 || depth > 0 || draft.not) && (
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <SegmentedControl
            size="xs"
            aria-label="How the conditions are combined"
            value={choice}
            onChange={(v) => onChange({ ...draft, not: v.startsWith('not '), word: v.endsWith('or') ? 'or' : 'and' })}
            data={[
              { value: 'and', label: 'All of' },
              { value: 'or', label: 'Any of' },
              { value: 'not and', label: 'Not all of' },
              { value: 'not or', label: 'None of' },
            ]}
          />
          {onRemove && (
            <ActionIcon variant="subtle" color="gray" aria-label="Remove the group" onClick={onRemove}>
              <IconX size={14} />
            </ActionIcon>
          )}
        </Group>
      )}
      {draft.terms.map((t, i) =>
        t.is === 'group' ? (
          <Terms key={t.id} draft={t} depth={depth + 1} onChange={(d) => set(i, d)} onRemove={() => drop(i)} />
        ) : (
          <ConditionRow key={t.id} row={t} onChange={(r) => set(i, r)} onRemove={() => drop(i)} />
        ),
      )}
      <Group gap="xs">
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={12} />}
          onClick={() => onChange({ ...draft, terms: [...draft.terms, emptyRow()] })}
        >
          Condition
        </Button>
        {depth < 4 && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={12} />}
            onClick={() =>
              onChange({ ...draft, terms: [...draft.terms, emptyDraft(draft.word === 'and' ? 'or' : 'and')] })
            }
          >
            Group
          </Button>
        )}
      </Group>
    </fieldset>
  )
}
