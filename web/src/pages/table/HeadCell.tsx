// biome-ignore-all lint/a11y/useSemanticElements: a virtual table has lines that aren’t there; ARIA says so, <table> can’t
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell, see Grid
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys, see Grid

import { IconArrowDown, IconArrowUp, IconDotsVertical } from '@tabler/icons-react'
import { type DragEvent, type PointerEvent, useRef, useState } from 'react'
import { least, most, nameField } from './columns'
import { headingOf, parseField } from './fields'
import type { Placed } from './geometry'
import type { AggregateName } from './grouping'
import type { HeadActions } from './Head'
import { HeadMenu } from './HeadMenu'
import { cellId } from './line'
import type { SortKey } from './sorting'
import classes from './Table.module.css'

type HeadCellProps = {
  column: Placed
  sorted: SortKey | undefined
  /** Of several sort keys; 0: there aren't several. */
  rank: number
  grouped: boolean
  aggregate: AggregateName | undefined
  cursor: boolean
  menu: boolean
  setMenu: (field: string | undefined) => void
  actions: HeadActions
}

const dragged = 'application/x-runledger-column'

/** The heading of a column. */
export function HeadCell(p: HeadCellProps) {
  const { column: c, sorted, actions } = p
  const [over, setOver] = useState(false)
  const scope = parseField(c.field)?.scope
  const above = [scope !== 'run' && scope, p.grouped ? 'grouped' : p.aggregate].filter(Boolean).join(' · ')
  const movable = c.field !== nameField
  const Arrow = sorted?.desc ? IconArrowDown : IconArrowUp
  return (
    <div
      role="columnheader"
      id={cellId(-1, c.index)}
      aria-colindex={c.index}
      aria-sort={sorted ? (sorted.desc ? 'descending' : 'ascending') : undefined}
      className={classes.headCell}
      data-field={c.field}
      data-numeric={c.numeric || undefined}
      data-over={over || undefined}
      data-cursor={p.cursor || undefined}
      style={{ left: c.left, width: c.width }}
      title={`${c.field}\nClick to sort, Shift-click to sort by this too`}
      draggable={movable}
      onClick={(e) => actions.sort(c.field, e.shiftKey)}
      onDragStart={(e: DragEvent) => {
        e.dataTransfer.setData(dragged, c.field)
        e.dataTransfer.effectAllowed = 'move'
      }}
      onDragOver={(e) => {
        if (!movable || !e.dataTransfer.types.includes(dragged)) return
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault()
        setOver(false)
        const field = e.dataTransfer.getData(dragged)
        if (field) actions.move(field, c.field)
      }}
    >
      <span className={classes.headText}>
        {above && <span className={classes.scope}>{above}</span>}
        <span className={classes.heading}>{headingOf(c.field)}</span>
      </span>
      {sorted && (
        <span className={classes.sorted}>
          <Arrow size={14} aria-hidden="true" />
          {p.rank > 0 && <span>{p.rank}</span>}
        </span>
      )}
      <HeadMenu {...p}>
        <button
          type="button"
          tabIndex={-1}
          className={classes.dots}
          aria-label={`What to do with the column ${headingOf(c.field)}`}
          onClick={(e) => {
            e.stopPropagation()
            p.setMenu(p.menu ? undefined : c.field)
          }}
        >
          <IconDotsVertical size={14} />
        </button>
      </HeadMenu>
      <Edge column={c} resize={actions.resize} />
    </div>
  )
}

/** The right edge of a heading: drawn, it makes the column wider. */
function Edge({ column, resize }: { column: Placed; resize: HeadActions['resize'] }) {
  const from = useRef<{ x: number; width: number } | undefined>(undefined)
  const width = (e: PointerEvent) =>
    Math.round(Math.min(most, Math.max(least, (from.current?.width ?? 0) + e.clientX - (from.current?.x ?? 0))))
  return (
    <span
      className={classes.edge}
      data-edge={column.field}
      aria-hidden="true"
      draggable
      onDragStart={(e) => {
        e.preventDefault()
        e.stopPropagation()
      }}
      onClick={(e) => e.stopPropagation()}
      onPointerDown={(e) => {
        e.stopPropagation()
        from.current = { x: e.clientX, width: column.width }
        e.currentTarget.setPointerCapture(e.pointerId)
      }}
      onPointerMove={(e) => from.current && resize(column.field, width(e), false)}
      onPointerUp={(e) => {
        if (!from.current) return
        resize(column.field, width(e), true)
        from.current = undefined
      }}
    />
  )
}
