import { ActionIcon, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { ConditionValue } from './ConditionValue'
import { operatorsOf, type Row } from './draft'
import { operators } from './expr'
import { FieldPicker } from './FieldPicker'
import classes from './Filter.module.css'

/** A condition: field, operator, value. */
export function ConditionRow({
  row,
  onChange,
  onRemove,
}: {
  row: Row
  onChange: (r: Row) => void
  onRemove: () => void
}) {
  const choices = operatorsOf(row.field)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset for each row would be read out too often
    <div className={classes.row} role="group" aria-label={`Condition on ${row.field || 'a field'}`}>
      <button
        type="button"
        className={classes.not}
        aria-pressed={row.not}
        title="Turn the condition round"
        onClick={() => onChange({ ...row, not: !row.not })}
      >
        not
      </button>
      <div className={classes.field}>
        <FieldPicker
          label="Field"
          quietLabel
          inPortal
          scopes={['config', 'summary']}
          value={row.field}
          onPick={(field) => {
            const fits = operatorsOf(field)
            const op = fits.some((o) => o.value === row.op) ? row.op : (fits[0]?.value ?? '=')
            onChange({ ...row, field, op, values: field === row.field ? row.values : [''] })
          }}
        />
      </div>
      <div className={classes.operator}>
        <Select
          size="xs"
          aria-label="Operator"
          data={choices}
          value={row.op}
          allowDeselect={false}
          onChange={(op) => {
            if (!op) return
            const list = operators[op] === 'list'
            onChange({ ...row, op, values: list ? row.values.filter((v) => v !== '') : row.values.slice(0, 1) })
          }}
        />
      </div>
      <div className={classes.value}>
        <ConditionValue row={row} onChange={onChange} />
      </div>
      <ActionIcon
        className={classes.remove}
        variant="subtle"
        color="gray"
        aria-label="Remove the condition"
        onClick={onRemove}
      >
        <IconX size={14} />
      </ActionIcon>
    </div>
  )
}
