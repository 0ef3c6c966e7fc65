import { Link } from 'react-router'
import type { RunRow } from '../../api/workspace'
import { runColour } from '../../runs/colours'
import { useTableActions } from './actions'
import classes from './Table.module.css'

/** A run's colour and name, which leads to its page. */
export function NameCell({ run }: { run: RunRow }) {
  const { pathOf } = useTableActions()
  return (
    <span className={classes.name}>
      <span className={classes.dot} style={{ background: runColour(run) }} aria-hidden="true" />
      <Link
        to={pathOf(run)}
        tabIndex={-1}
        className={classes.link}
        title={run.name === run.id ? run.name : `${run.name} (${run.id})`}
        onClick={(e) => e.stopPropagation()}
      >
        {run.name}
      </Link>
    </span>
  )
}
