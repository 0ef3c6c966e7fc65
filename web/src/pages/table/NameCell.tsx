import { IconDotsVertical } from '@tabler/icons-react'
import type { RunRow } from '../../api/workspace'
import { RunColour } from '../../runs/RunColour'
import { RunName } from '../../runs/RunName'
import { useTableActions } from './actions'
import classes from './Table.module.css'

/** A run's colour and name, which leads to its page, and its menu. */
export function NameCell({ run }: { run: RunRow }) {
  const { renaming, renamed, openMenu } = useTableActions()
  return (
    <span className={classes.name}>
      <RunColour run={run} />
      <RunName run={run} tabIndex={-1} editing={renaming === run.id} onEdited={renamed} />
      <button
        type="button"
        tabIndex={-1}
        className={classes.pencil}
        aria-label={`Actions for ${run.name}`}
        aria-haspopup="menu"
        onClick={(e) => {
          e.stopPropagation()
          openMenu(run, e.currentTarget)
        }}
      >
        <IconDotsVertical size={14} />
      </button>
    </span>
  )
}
