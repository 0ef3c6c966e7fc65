// biome-ignore-all lint/a11y/useSemanticElements: a virtual table has lines that aren’t there; ARIA says so, <table> can’t
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell, see Grid
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys, see Grid

import { memo } from 'react'
import type { RunRow } from '../../api/workspace'
import { useTableActions } from './actions'
import { Cell } from './Cell'
import { type Geometry, lineHeight, type Placed } from './geometry'
import classes from './Table.module.css'

export type LineProps = {
  /** Of all lines of the table, from 0. */
  line: number
  geometry: Geometry
  /** Those of the loose columns that are drawn. */
  from: number
  to: number
  /** The column with the cursor, as ARIA counts; 0: none of this line. */
  cursor: number
  indent: number
}

export const cellId = (line: number, column: number) => `cell-${line}-${column}`

type RowProps = LineProps & { run: RunRow | undefined; chosen: boolean; hidden: boolean }

/** A line of the table: a run; undefined is one that is on its way. */
export const Row = memo(function Row(p: RowProps) {
  const { choose, openRun } = useTableActions()
  const { run, line, geometry } = p
  const cell = (c: Placed) => (
    <div
      key={c.field}
      role="gridcell"
      id={cellId(line, c.index)}
      aria-colindex={c.index}
      className={classes.cell}
      data-field={c.field}
      data-cursor={p.cursor === c.index || undefined}
      style={{
        left: c.left,
        width: c.width,
        ...(c.field === 'name' && p.indent > 0 && { paddingLeft: 10 + 18 * p.indent }),
      }}
    >
      {run ? <Cell run={run} column={c} /> : <span className={classes.coming} />}
    </div>
  )
  return (
    <div
      role="row"
      aria-rowindex={line + 2}
      aria-selected={p.chosen}
      aria-busy={run ? undefined : true}
      className={classes.row}
      data-run={run?.id}
      data-hidden={p.hidden || undefined}
      style={{ transform: `translateY(${line * lineHeight}px)`, width: geometry.width }}
      onClick={(e) => run && !selecting() && openRun(run, e.ctrlKey || e.metaKey)}
    >
      <div className={classes.pinned} style={{ width: geometry.pinnedWidth }}>
        <div
          role="gridcell"
          id={cellId(line, 1)}
          aria-colindex={1}
          className={classes.tick}
          data-cursor={p.cursor === 1 || undefined}
          onClick={(e) => {
            e.stopPropagation()
            if (run) choose(line, run, e.shiftKey)
          }}
        >
          {run && (
            <input
              type="checkbox"
              tabIndex={-1}
              readOnly
              checked={p.chosen}
              aria-label={`Choose ${run.name}`}
              className={classes.box}
            />
          )}
        </div>
        {geometry.pinned.map(cell)}
      </div>
      {geometry.loose.slice(p.from, p.to).map(cell)}
    </div>
  )
})

/** Whether somebody is marking text with the mouse. */
const selecting = () => (window.getSelection()?.toString() ?? '') !== ''
