import { Group, Input, NumberInput } from '@mantine/core'
import { rangeOf, toRange } from './draft'

/** Lower and upper end of an axis; empty: as the values are. */
export function RangeField(props: {
  label: string
  value: unknown
  onChange: (range: unknown) => void
  error?: string
}) {
  const { label, value, onChange, error } = props
  const { min, max } = rangeOf(value)
  const number = (v: string | number) => (typeof v === 'number' && Number.isFinite(v) ? v : undefined)
  return (
    <Input.Wrapper label={label} labelElement="div" error={error}>
      <Group gap="xs" grow wrap="nowrap">
        <NumberInput
          size="xs"
          aria-label={`${label}, from`}
          placeholder="from"
          hideControls
          value={min ?? ''}
          onChange={(v) => onChange(toRange(number(v), max))}
        />
        <NumberInput
          size="xs"
          aria-label={`${label}, to`}
          placeholder="to"
          hideControls
          value={max ?? ''}
          onChange={(v) => onChange(toRange(min, number(v)))}
        />
      </Group>
    </Input.Wrapper>
  )
}
