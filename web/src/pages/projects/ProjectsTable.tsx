import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useRef } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { sentenceOf, titleOf } from '../../app/privacy/levels'
import { PrivacyIcon } from '../../app/privacy/PrivacyIcon'
import { Moment } from '../../ui/Moment'
import { count } from '../../ui/numbers'
import { nameOf, type Order, type Row } from './order'
import classes from './Projects.module.css'

const height = 52 // px of a row

type Props = {
  rows: Row[]
  order: Order
  reversed: boolean
  sortBy: (o: Order) => void
  /** Whether it's known when projects were last active. */
  knowsActivity: boolean
}

/** The list itself: only rows in sight are in the document. */
export function ProjectsTable({ rows, order, reversed, sortBy, knowsActivity }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 12,
  })
  const heading = (by: Order, children: ReactNode, className = '') => (
    <Heading on={by === order} up={by === 'name' ? !reversed : reversed} sort={() => sortBy(by)} className={className}>
      {children}
    </Heading>
  )
  return (
    // Rows are laid out by hand, so that a thousand of them scroll; the elements stay a table's.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it; what has the focus inside may go out of sight
    <div ref={box} className={classes.box} tabIndex={0}>
      <table className={classes.table} aria-label="Projects" aria-rowcount={rows.length + 1}>
        <thead>
          <tr className={classes.headings}>
            {heading('name', 'Project')}
            <th scope="col" aria-label="Privacy">
              <span className={classes.wide}>Privacy</span>
            </th>
            {heading('runs', 'Runs', classes.number)}
            {heading('active', 'Last active')}
            {heading('created', 'Created', classes.wide)}
          </tr>
        </thead>
        <tbody style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <ProjectRow
                  key={nameOf(row)}
                  row={row}
                  index={item.index}
                  knowsActivity={knowsActivity}
                  style={{ transform: `translateY(${item.start}px)` }}
                />
              )
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function ProjectRow(props: { row: Row; index: number; knowsActivity: boolean; style: CSSProperties }) {
  const { row, index, knowsActivity, style } = props
  const [params] = useSearchParams()
  const { entity: ofOne } = useParams() // the page is about one entity: its name needs not be said again
  const asOf = params.get('as_of')
  return (
    <tr className={classes.row} style={style} aria-rowindex={index + 2}>
      <td className={classes.name}>
        <Link
          className={classes.link}
          to={{
            pathname: `/${row.entity}/${encodeURIComponent(row.name)}`,
            search: asOf ? new URLSearchParams({ as_of: asOf }).toString() : '',
          }}
        >
          {!ofOne && <span className={classes.entity}>{row.entity} / </span>}
          {row.name}
        </Link>
        {row.description && <div className={classes.about}>{firstLine(row.description)}</div>}
      </td>
      <td className={classes.privacy}>
        <Tooltip label={sentenceOf(row.privacy)} multiline maw={260}>
          <span className={classes.privacy}>
            <PrivacyIcon privacy={row.privacy} />
            <span className={classes.wide}>{titleOf(row.privacy)}</span>
          </span>
        </Tooltip>
      </td>
      <td className={classes.number}>{count(row.runs)}</td>
      <td className={row.active ? undefined : classes.quiet}>
        {row.active ? <Moment at={row.active} /> : knowsActivity ? 'no data yet' : '…'}
      </td>
      <td className={`${classes.wide} ${classes.quiet}`}>
        <Moment at={row.created} />
      </td>
    </tr>
  )
}

/** The first line of a description, without Markdown's marks at its beginning. */
const firstLine = (text: string) =>
  text
    .split('\n')
    .map((l) => l.replace(/^[#>*\-\s]+/, '').trim())
    .find(Boolean)

function Heading(props: { on: boolean; up: boolean; sort: () => void; className: string; children: ReactNode }) {
  const Arrow = props.up ? IconChevronUp : IconChevronDown
  return (
    <th scope="col" className={props.className} aria-sort={props.on ? (props.up ? 'ascending' : 'descending') : 'none'}>
      <UnstyledButton className={classes.heading} onClick={props.sort} fz="inherit">
        {props.children}
        {props.on && <Arrow size={14} aria-hidden />}
      </UnstyledButton>
    </th>
  )
}
