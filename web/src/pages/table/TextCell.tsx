import type { RunRow } from '../../api/workspace'
import { useTableActions } from './actions'
import classes from './Table.module.css'
import { EditButton } from './TagsCell'
import { ValueCell } from './ValueCell'

/** A text about a run that people write: its notes. */
export function TextCell({ run, field, text }: { run: RunRow; field: string; text: string }) {
  const { mayEdit, edit } = useTableActions()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard's way is F2, see Grid
    <span className={classes.editable} onDoubleClick={() => mayEdit && edit(run, field)}>
      <span className={classes.chips}>
        <ValueCell value={text === '' ? undefined : text} field={field} />
      </span>
      {mayEdit && <EditButton what={`Edit the ${field} of ${run.name}`} go={() => edit(run, field)} />}
    </span>
  )
}
