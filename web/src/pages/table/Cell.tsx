import { memo } from 'react'
import type { RunRow } from '../../api/workspace'
import { RunState } from '../../runs/RunState'
import { numberOf } from '../../ui/numbers'
import { absolute, duration, relative } from '../../ui/times'
import { valueAt } from './fields'
import type { Placed } from './geometry'
import { NameCell } from './NameCell'
import classes from './Table.module.css'
import { TagsCell } from './TagsCell'
import { TextCell } from './TextCell'
import { ValueCell } from './ValueCell'

/** What a run's line shows of a column. */
export const Cell = memo(function Cell({ run, column }: { run: RunRow; column: Placed }) {
  switch (column.field) {
    case 'name':
      return <NameCell run={run} />
    case 'state':
      return <RunState state={run.state} />
    case 'tags':
      return <TagsCell run={run} />
    case 'notes':
      return <TextCell run={run} field="notes" text={run.notes ?? ''} />
    case 'created':
    case 'last_active':
      return <TimeCell at={run[column.field]} />
    case 'seconds':
      return <DurationCell seconds={run.seconds} />
    default:
      return <ValueCell value={valueAt(run, column.of)} field={column.field} />
  }
})

/** When, seen from now. It doesn't tick by itself: the table is read anew while things happen. */
function TimeCell({ at }: { at?: string }) {
  if (!at) return <Missing />
  return (
    <time dateTime={at} title={absolute(at)}>
      {relative(at)}
    </time>
  )
}

function DurationCell({ seconds }: { seconds: unknown }) {
  const s = numberOf(seconds)
  if (s === undefined) return <Missing />
  return (
    <span className={classes.number} title={`${s} s`}>
      {duration(s)}
    </span>
  )
}

/** Where a run has no value: no empty text, no zero. */
export function Missing() {
  return (
    <span className={classes.missing} title="no value">
      –
    </span>
  )
}
