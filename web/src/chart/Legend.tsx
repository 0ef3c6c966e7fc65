import { count } from '../ui/numbers'
import classes from './chart.module.css'
import type { Line } from './frame'

/** More entries than these nobody reads: the tooltip names them. */
const most = 100

type Props = {
  lines: Line[]
  pinned: string | undefined
  onPin: (key: string | undefined) => void
  onPeek: (key: string | undefined) => void
}

/** Names and colours of lines. Pointing at one shows it, a click keeps it in front. */
export function Legend({ lines, pinned, onPin, onPeek }: Props) {
  if (lines.length === 0) return null
  return (
    <fieldset className={classes.legend} aria-label="Legend">
      {lines.slice(0, most).map((line) => (
        <button
          key={line.key}
          type="button"
          className={classes.entry}
          aria-pressed={pinned === line.key}
          title={line.name}
          onClick={() => onPin(pinned === line.key ? undefined : line.key)}
          onMouseEnter={() => onPeek(line.key)}
          onMouseLeave={() => onPeek(undefined)}
          onFocus={() => onPeek(line.key)}
          onBlur={() => onPeek(undefined)}
        >
          <svg width="14" height="8" aria-hidden="true" style={{ flex: 'none' }}>
            <line
              x1="0"
              y1="4"
              x2="14"
              y2="4"
              stroke={line.colour}
              strokeWidth="2.5"
              strokeDasharray={line.dash.join()}
            />
          </svg>
          <span className={classes.entryName}>{line.name}</span>
        </button>
      ))}
      {lines.length > most && <span className={classes.rest}>and {count(lines.length - most)} more</span>}
    </fieldset>
  )
}
