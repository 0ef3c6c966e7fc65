import { IconChevronRight } from '@tabler/icons-react'
import type { RunGroup } from '../api/runs'
import { fieldLabel } from '../filter/field'
import { count } from '../ui/numbers'
import { EyeButton } from './EyeButton'
import swatch from './RunColour.module.css'
import classes from './RunList.module.css'
import { shortValue } from './ValueText'

/** What runs of a group have in common, in words. */
export function groupName(group: RunGroup): string {
  const values = group.values ?? []
  if (values.length === 0) return 'All runs'
  return values.map((v) => `${fieldLabel(v.key)}: ${v.value === null ? 'none' : shortValue(v.key, v.value)}`).join(', ')
}

/** The cells of a group's row: its values, how many runs, their mean. */
export function GroupItem(props: {
  group: RunGroup
  colour: string
  open: boolean
  active: boolean
  shown: boolean | 'some'
  editable: boolean
  field?: string
  onToggle: () => void
  onEye: () => void
}) {
  const { group, colour, open, active, shown, editable, field, onToggle, onEye } = props
  const name = groupName(group)
  const tabIndex = active ? 0 : -1
  const [mean, least, most] = group.aggregates ?? []
  const canOpen = group.filter !== undefined
  return (
    <>
      <td className={classes.dots}>
        <button
          type="button"
          className={classes.chevron}
          aria-label={`Runs of ${name}`}
          aria-expanded={open}
          disabled={!canOpen}
          title={canOpen ? undefined : 'Groups by lists can’t be opened'}
          tabIndex={tabIndex}
          onClick={(e) => {
            e.stopPropagation()
            onToggle()
          }}
        >
          <IconChevronRight size={15} aria-hidden />
        </button>
      </td>
      <td>
        <EyeButton name={name} shown={shown} disabled={!editable} tabIndex={tabIndex} onToggle={onEye} />
      </td>
      <td>
        <span
          className={swatch.swatch}
          style={{ background: colour, margin: '0 4px' }}
          data-colour={colour}
          data-hidden={shown === false || undefined}
        />
      </td>
      <td className={classes.name} title={name}>
        <span className={classes.groupValues}>
          {(group.values ?? []).map((v) => (
            <span key={v.key} className={classes.groupValue}>
              <span className={classes.quiet}>{fieldLabel(v.key)} </span>
              {v.value === null ? <i>none</i> : shortValue(v.key, v.value)}
            </span>
          ))}
          {(group.values ?? []).length === 0 && name}
        </span>
      </td>
      <td className={classes.value}>
        {field && mean !== undefined && (
          <span
            title={`Mean ${field}: ${shortValue(field, mean)}, from ${shortValue(field, least)} to ${shortValue(field, most)}`}
          >
            ⌀ {shortValue(field, mean)}
          </span>
        )}
      </td>
      <td className={classes.count} title={`${count(group.count)} runs`}>
        {count(group.count)}
      </td>
    </>
  )
}
