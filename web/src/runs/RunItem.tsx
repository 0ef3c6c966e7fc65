import { IconDotsVertical } from '@tabler/icons-react'
import { memo } from 'react'
import type { RunRow } from '../api/workspace'
import { valueAt } from '../filter/field'
import { EyeButton } from './EyeButton'
import { RunColour } from './RunColour'
import classes from './RunList.module.css'
import { RunName } from './RunName'
import { RunState } from './RunState'
import { ValueText } from './ValueText'

export type RunItemActs = {
  openMenu: (run: RunRow, at: HTMLElement) => void
  openColour: (run: RunRow, at: HTMLElement) => void
  toggleEye: (run: RunRow) => void
  edited: (how: 'kept' | 'changed') => void
}

type Props = {
  run: RunRow
  acts: RunItemActs
  active: boolean
  shown: boolean
  editable: boolean
  edits: boolean
  renaming: boolean
  inGroup: boolean
  /** The field of which the value is shown: the first that runs are sorted by. */
  field?: string
}

/** The cells of a run's row. */
export const RunItem = memo(function RunItem(props: Props) {
  const { run, acts, active, shown, editable, edits, renaming, inGroup, field } = props
  const tabIndex = active ? 0 : -1
  return (
    <>
      <td className={classes.dots}>
        <button
          type="button"
          className={classes.menu}
          aria-label={`Actions for ${run.name}`}
          aria-haspopup="menu"
          tabIndex={tabIndex}
          onClick={(e) => {
            e.stopPropagation()
            acts.openMenu(run, e.currentTarget)
          }}
        >
          <IconDotsVertical size={15} aria-hidden />
        </button>
      </td>
      <td>
        <EyeButton
          name={run.name}
          shown={shown}
          disabled={!editable}
          tabIndex={tabIndex}
          onToggle={() => acts.toggleEye(run)}
        />
      </td>
      <td className={inGroup ? classes.inGroup : undefined}>
        <RunColour
          run={run}
          hidden={!shown}
          tabIndex={tabIndex}
          onPick={edits ? (at) => acts.openColour(run, at) : undefined}
        />
      </td>
      <td className={classes.name} data-hidden={!shown || undefined}>
        <RunName run={run} editing={renaming} onEdited={acts.edited} tabIndex={tabIndex} />
      </td>
      <td className={classes.value}>{field && <ValueText field={field} value={valueAt(run, field)} />}</td>
      <td className={classes.state}>
        <RunState state={run.state} dot />
      </td>
    </>
  )
})
