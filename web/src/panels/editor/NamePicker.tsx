import { Autocomplete } from '@mantine/core'
import { useState } from 'react'
import { type NameSource, useNames } from './useNames'

/** As many suggestions as are shown. */
const most = 100

/** Chooses one name by typing; also one that nothing has yet. */
export function NamePicker(props: {
  label: string
  source: NameSource
  value: string | undefined
  onChange: (name: string | undefined) => void
  error?: string
  description?: string
  placeholder?: string
}) {
  const { label, source, value, onChange, error, description, placeholder } = props
  const [typed, setTyped] = useState(value ?? '')
  const { names } = useNames(source, typed === value ? '' : typed)
  return (
    <Autocomplete
      size="xs"
      label={label}
      description={description}
      error={error}
      placeholder={placeholder ?? 'Type to search'}
      data={[...new Set(names.slice(0, most).map((n) => n.name))]}
      filter={({ options }) => options}
      maxDropdownHeight={260}
      comboboxProps={{ withinPortal: true }}
      value={typed}
      onChange={(text) => {
        setTyped(text)
        onChange(text.trim() || undefined)
      }}
    />
  )
}
