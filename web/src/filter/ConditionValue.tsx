import { Autocomplete, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { valuesQuery } from '../api/runs'
import { useScope } from '../api/scope'
import type { Row } from './draft'
import { operators } from './expr'
import { kindOf, states } from './field'

const spans = ['-1h', '-12h', '-1d', '-7d', '-30d']

/** What a condition's field is compared with, as its kind and operator take it. */
export function ConditionValue({ row, onChange }: { row: Row; onChange: (r: Row) => void }) {
  const scope = useScope()
  const kind = kindOf(row.field)
  const suggests = row.field !== '' && kind !== 'time' && kind !== 'number' && kind !== 'texts' && kind !== 'state'
  const known = useQuery({ ...valuesQuery(scope, row.field), enabled: suggests })
  const suggestions = known.data ?? []
  const takes = operators[row.op]
  const one = (value: string) => onChange({ ...row, values: [value] })
  const all = (values: string[]) => onChange({ ...row, values })
  const label = { size: 'xs', 'aria-label': 'Value' } as const
  if (takes === 'none') return <span />
  if (kind === 'state') {
    return takes === 'list' ? (
      <MultiSelect
        {...label}
        data={[...states]}
        value={row.values.filter(Boolean)}
        onChange={all}
        placeholder="States"
      />
    ) : (
      <Select
        {...label}
        data={[...states]}
        value={row.values[0] || null}
        onChange={(v) => one(v ?? '')}
        placeholder="State"
      />
    )
  }
  if (takes === 'list') {
    return (
      <TagsInput
        {...label}
        data={suggestions}
        value={row.values.filter(Boolean)}
        onChange={all}
        placeholder="Enter adds one"
        acceptValueOnBlur
      />
    )
  }
  if (kind === 'time') {
    return (
      <Autocomplete
        {...label}
        data={spans}
        value={row.values[0] ?? ''}
        onChange={one}
        placeholder="-7d or 2026-01-31"
      />
    )
  }
  if (kind === 'number' || suggestions.length === 0) {
    return (
      <TextInput
        {...label}
        value={row.values[0] ?? ''}
        onChange={(e) => one(e.currentTarget.value)}
        placeholder={kind === 'number' ? 'A number' : 'A value'}
        spellCheck={false}
      />
    )
  }
  return <Autocomplete {...label} data={suggestions} value={row.values[0] ?? ''} onChange={one} placeholder="A value" />
}
