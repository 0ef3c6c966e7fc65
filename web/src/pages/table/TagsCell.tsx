import { IconPencil } from '@tabler/icons-react'
import type { RunRow } from '../../api/workspace'
import { useTableActions } from './actions'
import { Missing } from './Cell'
import classes from './Table.module.css'

/** A run's tags; the pencil, F2 or two clicks change them. */
export function TagsCell({ run }: { run: RunRow }) {
  const { mayEdit, edit } = useTableActions()
  const tags = run.tags ?? []
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard's way is F2, see Grid
    <span className={classes.editable} onDoubleClick={() => mayEdit && edit(run, 'tags')}>
      <span className={classes.chips} title={tags.join(', ')}>
        {tags.length === 0 && <Missing />}
        {tags.map((t) => (
          <span key={t} className={classes.chip}>
            {t}
          </span>
        ))}
      </span>
      {mayEdit && <EditButton what={`Edit the tags of ${run.name}`} go={() => edit(run, 'tags')} />}
    </span>
  )
}

/** The pencil at the end of a cell that can be changed. */
export function EditButton({ what, go }: { what: string; go: () => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.pencil}
      aria-label={what}
      title="Edit (F2)"
      onClick={(e) => {
        e.stopPropagation()
        go()
      }}
    >
      <IconPencil size={14} />
    </button>
  )
}
