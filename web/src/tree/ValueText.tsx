import { Anchor } from '@mantine/core'
import { bytes, count } from '../ui/numbers'
import { Found } from './Found'
import { farOf } from './far'
import { Exact } from './json'
import { kindOf, type Row } from './rows'
import classes from './Tree.module.css'

const short = 300 // characters of a text that a row shows

const notFinite = new Set(['NaN', 'Infinity', '-Infinity'])

type Props = { row: Row; search: string; onWhole: () => void; tabIndex: number }

/** A value on one line: numbers as they were written, long texts cut, NaN and infinities marked. */
export function ValueText({ row, search, onWhole, tabIndex }: Props) {
  const { value } = row
  if (row.size !== undefined) {
    const of = kindOf(value) === 'list' ? ['item', 'items'] : ['key', 'keys']
    return (
      <span className={`${classes.value} ${classes.quiet}`}>
        {row.size === 0 ? `no ${of[1]}` : `${count(row.size)} ${row.size === 1 ? of[0] : of[1]}`}
      </span>
    )
  }
  if (value instanceof Exact || (typeof value === 'string' && notFinite.has(value))) {
    const text = value instanceof Exact ? value.text : value
    // Beyond what a float holds: shown as written, but a chart can't.
    const odd = notFinite.has(text) || !Number.isFinite(Number(text))
    return (
      <span
        className={`${classes.value} ${odd ? classes.marked : classes.number}`}
        title={odd ? 'No finite number' : ''}
      >
        <Found text={text} search={search} />
      </span>
    )
  }
  const far = farOf(value)
  if (far) {
    return (
      <>
        <span className={`${classes.value} ${classes.quiet}`}>{bytes(far.size)}, kept apart</span>
        <ShowAll size={far.size} onWhole={onWhole} tabIndex={tabIndex} />
      </>
    )
  }
  if (typeof value !== 'string') return <span className={`${classes.value} ${classes.word}`}>{String(value)}</span>
  const line = value.slice(0, short).replace(/\s+/g, ' ')
  const cut = value.length > short || line !== value
  return (
    <>
      <span className={`${classes.value} ${classes.text}`}>
        {value === '' ? <span className={classes.quiet}>empty text</span> : <Found text={line} search={search} />}
        {value.length > short && '…'}
      </span>
      {cut && <ShowAll size={value.length} onWhole={onWhole} tabIndex={tabIndex} />}
    </>
  )
}

function ShowAll({ size, onWhole, tabIndex }: { size: number; onWhole: () => void; tabIndex: number }) {
  return (
    <Anchor
      component="button"
      size="xs"
      tabIndex={tabIndex}
      onClick={(e) => {
        e.stopPropagation()
        onWhole()
      }}
    >
      show all ({bytes(size)})
    </Anchor>
  )
}
