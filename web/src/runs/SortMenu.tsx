import { ActionIcon, Popover, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconArrowUp, IconSortDescending, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { fieldLabel, kindOf } from '../filter/field'
import { onDemand } from '../ui/onDemand'
import classes from './RunSetBar.module.css'
import { readSort, type SortKey, writeSort } from './sort'
import { ToolButton } from './ToolButton'
import { useRunSet, useRunSetChange } from './useRunSet'

const FieldPicker = onDemand(() => import('../filter/FieldPicker').then((m) => m.FieldPicker))

/** Sorts runs by any keys, the most important first; charts show the first runs of the order. */
export function SortMenu({ workspace, editable }: { workspace: string; editable: boolean }) {
  const [open, setOpen] = useState(false)
  const { runSet } = useRunSet(workspace)
  const { mutate } = useRunSetChange(workspace)
  const keys = (runSet?.sort ?? []).map(readSort)
  const set = (next: SortKey[]) => mutate({ sort: next.length > 0 ? next.map(writeSort) : null })
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={340} trapFocus shadow="md">
      <Popover.Target>
        <ToolButton
          name="Sort"
          state={keys.map((k) => `${fieldLabel(k.field)} ${k.desc ? '↓' : '↑'}`).join(', ') || undefined}
          badge={keys.length}
          disabled={!editable}
          expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconSortDescending size={16} />
        </ToolButton>
      </Popover.Target>
      <Popover.Dropdown aria-label="Sort runs">
        <Stack gap="xs">
          {keys.length === 0 && (
            <Text size="xs" c="var(--rl-quiet)">
              The newest runs are first. Charts show the first runs of this order.
            </Text>
          )}
          <ol className={classes.keys}>
            {keys.map((key, i) => (
              <li key={key.field} className={classes.key}>
                <span className={classes.keyName} title={key.field}>
                  {fieldLabel(key.field)}
                </span>
                <SegmentedControl
                  size="xs"
                  aria-label={`Direction of ${key.field}`}
                  value={key.desc ? 'desc' : 'asc'}
                  onChange={(v) => set(keys.with(i, { ...key, desc: v === 'desc' }))}
                  data={[
                    { value: 'asc', label: '↑ lowest' },
                    { value: 'desc', label: '↓ highest' },
                  ]}
                />
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  disabled={i === 0}
                  aria-label={`Sort by ${key.field} earlier`}
                  onClick={() => set([...keys.slice(0, i - 1), key, ...keys.slice(i - 1, i), ...keys.slice(i + 1)])}
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Don’t sort by ${key.field}`}
                  onClick={() => set(keys.filter((_, at) => at !== i))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </li>
            ))}
          </ol>
          <FieldPicker
            label={keys.length > 0 ? 'Then by' : 'Sort by'}
            scopes={['summary', 'config']}
            without={keys.map((k) => k.field)}
            disabled={keys.length >= 10}
            onPick={(field) => set([...keys, { field, desc: kindOf(field) === 'time' }])}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
