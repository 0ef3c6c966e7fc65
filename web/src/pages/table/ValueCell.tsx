import { useTableActions } from './actions'
import { Missing } from './Cell'
import { headingOf } from './fields'
import classes from './Table.module.css'
import { shown } from './values'

/** A value of config, summary or the run itself, whatever it is. */
export function ValueCell({ value, field }: { value: unknown; field: string }) {
  const { show } = useTableActions()
  const s = shown(value)
  switch (s.kind) {
    case 'missing':
      return <Missing />
    case 'number':
      return (
        <span className={classes.number} title={s.whole}>
          {s.text}
        </span>
      )
    case 'odd':
      return (
        <span className={classes.odd} title={s.whole === 'NaN' ? 'not a number' : s.whole}>
          {s.text}
        </span>
      )
    case 'bool':
    case 'null':
      return <span className={classes.word}>{s.text}</span>
    default:
      if (s.whole === undefined) return <span title={s.text.length > 12 ? s.text : undefined}>{s.text}</span>
      return (
        <button
          type="button"
          tabIndex={-1}
          className={s.kind === 'nested' ? classes.nested : classes.long}
          title="Show all of it (v)"
          onClick={(e) => {
            e.stopPropagation()
            show(e.currentTarget.getBoundingClientRect(), headingOf(field), s.whole ?? '')
          }}
        >
          {s.text}
        </button>
      )
  }
}
