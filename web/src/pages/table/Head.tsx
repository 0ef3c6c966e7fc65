// biome-ignore-all lint/a11y/useSemanticElements: a virtual table has lines that aren’t there; ARIA says so, <table> can’t
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell, see Grid
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys, see Grid

import { memo } from 'react'
import { type Geometry, headHeight, type Placed } from './geometry'
import type { Aggregate } from './grouping'
import { HeadCell } from './HeadCell'
import { cellId } from './line'
import type { SortKey } from './sorting'
import classes from './Table.module.css'

/** What a click on a heading, or a key on it, can do. */
export type HeadActions = {
  mayEdit: boolean
  sort: (field: string, add: boolean) => void
  sortBy: (key: SortKey) => void
  group: (field: string) => void
  aggregate: (field: string, fn: Aggregate['fn']) => void
  pin: (field: string) => void
  hide: (field: string) => void
  step: (field: string, by: 1 | -1) => void
  move: (field: string, place: string) => void
  resize: (field: string, width: number, done: boolean) => void
  chooseAll: (on: boolean) => void
}

type HeadProps = {
  geometry: Geometry
  from: number
  to: number
  cursor: number
  sort: SortKey[]
  groupedBy: string[]
  aggregates: Aggregate[] | undefined // of a grouped table
  all: boolean | 'some'
  menu: string | undefined
  setMenu: (field: string | undefined) => void
  actions: HeadActions
}

/** The headings: they sort, and are moved and made wider with the mouse or by keys. */
export const Head = memo(function Head(p: HeadProps) {
  const { geometry, sort, actions } = p
  const cell = (c: Placed) => {
    const at = sort.findIndex((k) => k.field === c.field)
    return (
      <HeadCell
        key={c.field}
        column={c}
        sorted={sort[at]}
        rank={sort.length > 1 ? at + 1 : 0}
        grouped={p.groupedBy.includes(c.field)}
        aggregate={p.aggregates?.find((a) => a.field === c.field)?.fn}
        cursor={p.cursor === c.index}
        menu={p.menu === c.field}
        setMenu={p.setMenu}
        actions={actions}
      />
    )
  }
  return (
    <div role="rowgroup" className={classes.head}>
      <div
        role="row"
        aria-rowindex={1}
        className={classes.headRow}
        style={{ width: geometry.width, height: headHeight }}
      >
        <div className={classes.pinned} style={{ width: geometry.pinnedWidth }}>
          <div
            role="columnheader"
            id={cellId(-1, 1)}
            aria-colindex={1}
            aria-label="Chosen"
            className={classes.tick}
            data-cursor={p.cursor === 1 || undefined}
            onClick={() => actions.chooseAll(p.all !== true)}
          >
            <input
              type="checkbox"
              tabIndex={-1}
              readOnly
              checked={p.all === true}
              ref={(box) => {
                if (box) box.indeterminate = p.all === 'some'
              }}
              aria-label="Choose all runs that match"
              title="Choose all runs that match (Ctrl-A)"
              className={classes.box}
            />
          </div>
          {geometry.pinned.map(cell)}
        </div>
        {geometry.loose.slice(p.from, p.to).map(cell)}
      </div>
    </div>
  )
})
