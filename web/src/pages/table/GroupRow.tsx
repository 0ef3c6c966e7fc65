// biome-ignore-all lint/a11y/useSemanticElements: a virtual table has lines that aren’t there; ARIA says so, <table> can’t
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell, see Grid
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys, see Grid

import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { memo } from 'react'
import { count, exact, numberOf, short } from '../../ui/numbers'
import { duration } from '../../ui/times'
import { useTableActions } from './actions'
import { Missing } from './Cell'
import { headingOf } from './fields'
import type { Placed } from './geometry'
import type { Aggregate } from './grouping'
import { cellId, type LineProps, partOf, styleOf } from './line'
import type { Group } from './outline'
import classes from './Table.module.css'
import { shown } from './values'

type GroupRowProps = LineProps & { group: Group; open: boolean; aggregates: Aggregate[] }

/** The line of a group: its values, how many runs, and an aggregate for each column with numbers. */
export const GroupRow = memo(function GroupRow(p: GroupRowProps) {
  const { toggleGroup, chooseGroup } = useTableActions()
  const { group, line } = p
  const canOpen = group.filter !== undefined
  const level = group.depth + 1
  const cell = (c: Placed) => (
    <div
      key={c.field}
      role="gridcell"
      id={cellId(line, c.index)}
      aria-colindex={c.index}
      className={classes.cell}
      data-field={c.field}
      data-numeric={c.numeric || undefined}
      data-cursor={p.cursor === c.index || undefined}
      style={{ left: c.left, width: c.width, ...(c.field === 'name' && { paddingLeft: 6 + 18 * p.indent }) }}
    >
      {c.field === 'name' ? <GroupName group={group} open={p.open} /> : <AggregateCell {...p} field={c.field} />}
    </div>
  )
  return (
    <div
      role="row"
      aria-rowindex={line + 2}
      aria-level={level}
      aria-expanded={canOpen ? p.open : undefined}
      className={`${classes.row} ${classes.group}`}
      data-group={group.id}
      style={styleOf(p)}
      onClick={() => canOpen && toggleGroup(group.id)}
    >
      {p.part === 'pinned' && (
        <div
          role="gridcell"
          id={cellId(line, 1)}
          aria-colindex={1}
          className={classes.tick}
          data-cursor={p.cursor === 1 || undefined}
        >
          {canOpen && (
            <input
              type="checkbox"
              tabIndex={-1}
              readOnly
              checked={false}
              aria-label={`Choose the ${group.count} runs of this group`}
              title="Choose the runs of this group"
              className={classes.box}
              onClick={(e) => {
                e.preventDefault()
                e.stopPropagation()
                chooseGroup(group.id, group.count)
              }}
            />
          )}
        </div>
      )}
      {partOf(p).map(cell)}
    </div>
  )
})

function GroupName({ group, open }: { group: Group; open: boolean }) {
  const own = group.values.slice(group.depth) // those of the groups around it stand above
  const Icon = open ? IconChevronDown : IconChevronRight
  return (
    <span className={classes.name}>
      {group.filter === undefined ? <span className={classes.noIcon} /> : <Icon size={16} aria-hidden="true" />}
      <span
        className={classes.values}
        title={own.map((v) => `${v.key}: ${JSON.stringify(v.value ?? null)}`).join('\n')}
      >
        {own.map((v) => (
          <span key={v.key} className={classes.pair}>
            <span className={classes.key}>{headingOf(v.key)}</span>{' '}
            {v.value == null ? <Missing /> : shown(v.value).text}
          </span>
        ))}
      </span>
      <span className={classes.count} title="runs">
        {count(group.count)}
      </span>
    </span>
  )
}

function AggregateCell({ group, aggregates, field }: GroupRowProps & { field: string }) {
  const own = group.values.find((v) => v.key === field)
  if (own) return own.value == null ? <Missing /> : <span className={classes.word}>{shown(own.value).text}</span>
  const at = aggregates.findIndex((a) => a.field === field)
  const n = numberOf(group.aggregates[at])
  if (at < 0 || n === undefined) return null
  return (
    <span
      className={Number.isFinite(n) ? classes.number : classes.odd}
      title={`${aggregates[at]?.fn} of ${group.count} runs: ${exact(n)}`}
    >
      {field === 'seconds' ? duration(n) : short(n)}
    </span>
  )
}
