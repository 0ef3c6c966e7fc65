import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schemas } from '../api/client'
import { keysQuery } from '../api/runs'
import { useNow } from '../api/scope'
import { count } from '../ui/numbers'
import { fieldLabel, runFields } from './field'

const most = 100 // of each kind: there may be thousands, typing finds the others

type Scope = 'config' | 'summary'

/**
 * Finds a field of runs by typing: the run's own, and the keys that the server finds. With
 * `value` it shows what is chosen, without it's for adding one.
 */
export function FieldPicker(props: {
  label: string
  /** Whether the label is for screen readers alone. */
  quietLabel?: boolean
  scopes: Scope[]
  /** Scopes that stand after the run's own fields. */
  more?: Scope[]
  /** Which of the run's own fields; all by default. */
  run?: string[]
  without?: string[]
  value?: string
  disabled?: boolean
  inPortal?: boolean
  autoFocus?: boolean
  onPick: (field: string) => void
}) {
  const { label, scopes, more = [], run, without = [], value, onPick } = props
  const now = useNow()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const searching = typed === (value && fieldLabel(value)) ? '' : typed.trim()
  const [search] = useDebouncedValue(searching, 100)
  const all = [...scopes, ...more]
  const keys = useQuery({ ...keysQuery(now, all, search), enabled: open })
  const own = runFields.filter(
    (f) => (!run || run.includes(f.name)) && `${f.label} ${f.name}`.toLowerCase().includes(searching.toLowerCase()),
  )
  const groups = [
    ...scopes.map((s) => keysOf(s, keys.data?.[s])),
    { group: 'Run', items: own.map((f) => ({ value: f.name, label: f.label })) },
    ...more.map((s) => keysOf(s, keys.data?.[s])),
  ].map((g) => ({ ...g, items: g.items.filter((i) => !without.includes(i.value)) }))
  const known = groups.some((g) => g.items.some((i) => i.value === value))
  return (
    <Select
      size="xs"
      label={props.quietLabel ? undefined : label}
      aria-label={label}
      placeholder="Type to find a key"
      searchable
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      value={value ?? null}
      data={known || !value ? groups : [{ value, label: fieldLabel(value) }, ...groups]}
      searchValue={typed}
      onSearchChange={setTyped}
      onDropdownOpen={() => {
        setOpen(true)
        if (value) setTyped('')
      }}
      onDropdownClose={() => {
        setOpen(false)
        if (value) setTyped(fieldLabel(value))
      }}
      filter={({ options }) => options /* the server filtered them */}
      maxDropdownHeight={260}
      nothingFoundMessage={keys.isFetching ? 'Looking…' : 'No run has such a key.'}
      comboboxProps={{ withinPortal: props.inPortal ?? false, width: 'max-content', position: 'bottom-start' }}
      onChange={(field) => {
        if (!field) return
        onPick(field)
        if (value === undefined) setTyped('')
      }}
      renderOption={({ option }) => (
        <span
          title={option.value}
          style={{ maxWidth: 420, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
        >
          {option.label}
        </span>
      )}
    />
  )
}

function keysOf(scope: Scope, keys: Schemas['RunsKey'][] | null | undefined) {
  const list = [...(keys ?? [])].sort((a, b) => b.runs - a.runs)
  const left = list.length - most
  return {
    group: (scope === 'config' ? 'Config' : 'Summary') + (left > 0 ? ` (${count(left)} more: type to find them)` : ''),
    items: list.slice(0, most).map((k) => ({ value: k.key, label: fieldLabel(k.key) })),
  }
}
