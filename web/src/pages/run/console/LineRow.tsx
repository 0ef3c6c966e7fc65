import type { CSSProperties } from 'react'
import { Link, useLocation } from 'react-router'
import type { RunLine } from '../../../api/run'
import { Found } from '../../../tree/Found'
import { count } from '../../../ui/numbers'
import { absolute } from '../../../ui/times'
import { cssColour, type Look, piecesOf, textColour } from './ansi'
import classes from './Console.module.css'

const longest = 20_000 // characters that are drawn of a line

type Props = { number: number; line?: RunLine; digits: number; times: boolean; find: string; marked: boolean }

/** A line of output with its number, which is a link to it. Without a line: it's on its way, or there's none. */
export function LineRow({ number, line, digits, times, find, marked }: Props) {
  const { search } = useLocation()
  const more = (line?.text.length ?? 0) - longest
  return (
    <div
      className={classes.line}
      data-line={number}
      data-stream={line?.stream}
      data-marked={marked || undefined}
      aria-busy={line === undefined}
    >
      <Link
        className={classes.number}
        style={{ width: `calc(${digits}ch + 20px)` }}
        to={{ search, hash: `#L${number + 1}` }}
        replace
        tabIndex={-1}
        aria-label={`Line ${number + 1}`}
      >
        {number + 1}
      </Link>
      {times && (
        <span className={classes.time} title={line?.time ? absolute(line.time) : undefined}>
          {line?.time ? absolute(line.time).slice(0, 19) : ' '.repeat(19)}
        </span>
      )}
      <span className={classes.text}>
        {piecesOf(line?.text.slice(0, longest) ?? '').map((piece, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have nothing but their place
          <span key={i} style={styleOf(piece.look)}>
            <Found text={piece.text} search={find} />
          </span>
        ))}
        {more > 0 && <em className={classes.quiet}> … and {count(more)} characters more (download has them)</em>}
      </span>
    </div>
  )
}

function styleOf(look: Look): CSSProperties | undefined {
  const fg = look.fg === undefined ? undefined : textColour(look.fg)
  const bg = look.bg === undefined ? undefined : cssColour(look.bg)
  const lines = [look.underline && 'underline', look.strike && 'line-through'].filter(Boolean).join(' ')
  const style: CSSProperties = {}
  if (look.inverse) {
    style.background = fg ?? 'var(--rl-text)'
    style.color = bg ?? 'var(--rl-surface)'
  } else {
    if (fg) style.color = fg
    if (bg) style.background = bg
  }
  if (look.bold) style.fontWeight = 700
  if (look.faint) style.color ??= 'var(--rl-quiet)'
  if (look.italic) style.fontStyle = 'italic'
  if (lines) style.textDecoration = lines
  if (look.hidden) style.visibility = 'hidden'
  return style
}
