import { Drawer } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import classes from './Sidebar.module.css'
import { least, most, type RunsColumn, within } from './useRunsColumn'

const keyboardStep = 20 // px

/** The runs beside the panels; on a narrow screen in a drawer. */
export function Sidebar({ column, children }: { column: RunsColumn; children: ReactNode }) {
  if (column.narrow) {
    return (
      <Drawer opened={column.shown} onClose={column.toggle} title="Runs" size="min(92vw, 420px)" padding="xs">
        <div className={classes.drawer}>{children}</div>
      </Drawer>
    )
  }
  return column.shown ? <Beside column={column}>{children}</Beside> : null
}

function Beside({ column: { width, setWidth }, children }: { column: RunsColumn; children: ReactNode }) {
  const column = useRef<HTMLElement>(null)
  // Drawn without React while the pointer moves: the charts follow once it's let go.
  const draw = (w: number) => {
    if (column.current) column.current.style.width = `${within(w)}px`
  }
  return (
    <>
      <aside ref={column} className={classes.column} style={{ width }} aria-label="Runs">
        {children}
      </aside>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule can't be moved by keyboard; this is the pattern of a splitter */}
      <div
        className={classes.splitter}
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the runs"
        aria-valuenow={width}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onPointerDown={(e) => e.currentTarget.setPointerCapture(e.pointerId)}
        onPointerMove={(e) => {
          if (e.currentTarget.hasPointerCapture(e.pointerId)) draw(e.clientX)
        }}
        onPointerUp={(e) => {
          if (e.currentTarget.hasPointerCapture(e.pointerId)) setWidth(e.clientX)
        }}
        onDoubleClick={() => setWidth()}
        onKeyDown={(e) => {
          if (e.key === 'ArrowLeft') setWidth(width - keyboardStep)
          if (e.key === 'ArrowRight') setWidth(width + keyboardStep)
        }}
      />
    </>
  )
}
