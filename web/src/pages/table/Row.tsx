// biome-ignore-all lint/a11y/useSemanticElements: a virtual table has lines that aren’t there; ARIA says so, <table> can’t
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell, see Grid
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys, see Grid

import { type MouseEvent, memo } from 'react'
import type { RunRow } from '../../api/workspace'
import { useTableActions } from './actions'
import { Cell } from './Cell'
import type { Placed } from './geometry'
import { cellId, type LineProps, partOf, styleOf } from './line'
import classes from './Table.module.css'

type RowProps = LineProps & { run: RunRow | undefined; chosen: boolean; hidden: boolean }

/** A line of the table: a run; undefined is one that is on its way. */
export const Row = memo(function Row(p: RowProps) {
  const { choose, openRun } = useTableActions()
  const { run, line } = p
  const cell = (c: Placed) => (
    <div
      key={c.field}
      role="gridcell"
      id={cellId(line, c.index)}
      aria-colindex={c.index}
      className={classes.cell}
      data-field={c.field}
      data-numeric={c.numeric || undefined}
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
      aria-level={p.indent > 0 ? p.indent + 1 : undefined}
      aria-selected={p.chosen}
      aria-busy={run ? undefined : true}
      className={classes.row}
      data-run={run?.id}
      data-hidden={p.hidden || undefined}
      style={styleOf(p)}
      onClick={(e) => run && !meant(e) && openRun(run, e.ctrlKey || e.metaKey)}
    >
      {p.part === 'pinned' && (
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
      )}
      {partOf(p).map(cell)}
    </div>
  )
})

/** Whether a click meant something inside of the line, or marked text. */
const meant = (e: MouseEvent) =>
  (e.target as Element).closest('a, button, input') !== null || (window.getSelection()?.toString() ?? '') !== ''
