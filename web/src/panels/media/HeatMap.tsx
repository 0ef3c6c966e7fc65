import { type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { count, short } from '../../ui/numbers'
import { axisOf } from '../draw/axis'
import { FigureTable } from '../draw/FigureTable'
import { innerOf, Plot, room } from '../draw/Plot'
import { rampColour } from '../draw/ramp'
import { useWidth } from '../draw/useWidth'
import classes from './HeatMap.module.css'
import { heatOf } from './heat'

type Logged = { step: number; edges: number[]; counts: number[] }

/** Histograms of one key over steps: the more values lie somewhere, the brighter. */
export function HeatMap({ name, logged, height = 200 }: { name: string; logged: Logged[]; height?: number }) {
  const [ref, width] = useWidth<HTMLElement>(300)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [at, setAt] = useState<{ column: number; row: number }>()
  const heat = useMemo(() => heatOf(logged), [logged])
  const inner = innerOf(width, height)
  const rows = heat.columns[0]?.cells.length ?? 1
  const x = axisOf([heat.columns[0]?.step, heat.columns.at(-1)?.step], { margin: 0 })
  const y = axisOf([heat.lo, heat.hi], { margin: 0 })
  useLayoutEffect(() => {
    const c = canvas.current
    const to = c?.getContext('2d')
    if (!c || !to) return
    c.width = heat.columns.length
    c.height = rows
    for (const [i, column] of heat.columns.entries()) {
      for (const [k, share] of column.cells.entries()) {
        if (share <= 0) continue
        to.fillStyle = rampColour(Math.sqrt(share / heat.most))
        to.fillRect(i, rows - 1 - k, 1, 1)
      }
    }
  }, [heat, rows])
  const point = (e: PointerEvent<HTMLCanvasElement>) => {
    const box = e.currentTarget.getBoundingClientRect()
    const column = Math.floor(((e.clientX - box.left) / box.width) * heat.columns.length)
    setAt({ column, row: rows - 1 - Math.floor(((e.clientY - box.top) / box.height) * rows) })
  }
  const valueAt = (row: number) => heat.lo + ((heat.hi - heat.lo) * row) / rows
  const pointed = at && heat.columns[at.column]
  const label = `Histograms of ${name} over ${count(logged.length)} steps, values from ${short(heat.lo)} to ${short(heat.hi)}`
  return (
    <figure ref={ref} className={classes.figure}>
      <div role="img" aria-label={label} data-heat={name} data-columns={heat.columns.length}>
        <Plot width={width} height={height} x={{ ticks: x.ticks, label: 'step' }} y={{ ticks: y.ticks }} />
        <canvas
          ref={canvas}
          className={classes.heat}
          style={{ left: room.left, top: room.top, width: inner.width, height: inner.height }}
          onPointerMove={point}
          onPointerLeave={() => setAt(undefined)}
        />
      </div>
      {at && pointed && (
        <div className={classes.hover}>
          step {pointed.step}: {short((pointed.cells[at.row] ?? 0) * 100, 3)} % from {short(valueAt(at.row), 3)} to{' '}
          {short(valueAt(at.row + 1), 3)}
        </div>
      )}
      <FigureTable
        caption={label}
        columns={['Step', 'Values', 'From', 'To']}
        rows={logged.map((l) => [
          l.step,
          l.counts.reduce((a, b) => a + b, 0),
          short(l.edges[0] ?? 0),
          short(l.edges.at(-1) ?? 0),
        ])}
      />
    </figure>
  )
}
