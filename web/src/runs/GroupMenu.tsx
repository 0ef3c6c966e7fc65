import { ActionIcon, Popover, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconStack2, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { groupingOf } from '../api/runs'
import { fieldLabel } from '../filter/field'
import { onDemand } from '../ui/onDemand'
import classes from './RunSetBar.module.css'
import { ToolButton } from './ToolButton'
import { useRunSet, useRunSetChange } from './useRunSet'

const FieldPicker = onDemand(() => import('../filter/FieldPicker').then((m) => m.FieldPicker))

/** Groups runs by keys, or by all keys of config but some. */
export function GroupMenu({ workspace, editable }: { workspace: string; editable: boolean }) {
  const [open, setOpen] = useState(false)
  const { runSet } = useRunSet(workspace)
  const { mutate } = useRunSetChange(workspace)
  const { by, allExcept } = groupingOf(runSet)
  const [except, setExcept] = useState<boolean>()
  const mode = except ?? allExcept !== undefined
  const keys = mode ? (allExcept ?? []) : allExcept ? [] : by
  const set = (next: string[], all = mode) =>
    mutate({ grouping: all ? { all_except: next } : next.length > 0 ? next : null })
  const grouped = by.length > 0 || allExcept !== undefined
  const state = allExcept
    ? `by all but ${allExcept.map(fieldLabel).join(', ') || 'none'}`
    : by.map(fieldLabel).join(', ')
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={320} trapFocus shadow="md">
      <Popover.Target>
        <ToolButton
          name="Group"
          state={grouped ? state : undefined}
          badge={allExcept ? 1 : by.length}
          disabled={!editable}
          expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconStack2 size={16} />
        </ToolButton>
      </Popover.Target>
      <Popover.Dropdown aria-label="Group runs">
        <Stack gap="xs">
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label="How runs are grouped"
            value={mode ? 'except' : 'by'}
            onChange={(v) => {
              setExcept(v === 'except')
              if (v === 'except') set([], true)
              else if (allExcept) set([], false)
            }}
            data={[
              { value: 'by', label: 'By keys' },
              { value: 'except', label: 'By all but…' },
            ]}
          />
          <Text size="xs" c="var(--rl-quiet)">
            {mode
              ? 'Runs whose configs are equal but for these keys are one group: such as all but the seed.'
              : 'Runs with equal values are one group, and one line in charts.'}
          </Text>
          <ul className={classes.keys}>
            {keys.map((key) => (
              <li key={key} className={classes.key}>
                <span className={classes.keyName} title={key}>
                  {fieldLabel(key)}
                </span>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={mode ? `Group by ${key}, too` : `Don’t group by ${key}`}
                  onClick={() => set(keys.filter((k) => k !== key))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </li>
            ))}
          </ul>
          <FieldPicker
            label={mode ? 'Leave out a key' : keys.length > 0 ? 'Then by' : 'Group by'}
            scopes={['config']}
            run={mode ? [] : ['user', 'state', 'group', 'job_type', 'host', 'sweep', 'program', 'commit']}
            more={mode ? [] : ['summary']}
            without={keys}
            disabled={!mode && keys.length >= 10}
            onPick={(key) => set([...keys, key])}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
