import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { short } from '../ui/numbers'
import { fieldName } from './field'
import classes from './ParallelCoordinates.module.css'
import type { Dimension } from './parallel'

type Part = [number, number]

/** Pixels that the grip is longer than the axis at each end. */
const beyond = 4

/**
 * An axis with its ticks. Dragging along it marks a part of it; so do the arrow keys on its
 * two ends (Escape takes the mark away).
 */
export function ParallelAxis(props: {
  dimension: Dimension
  x: number
  top: number
  long: number
  /** Pixels to the next axis. */
  room: number
  side?: 'start' | 'end'
  brush?: Part
  onBrush: (part: Part | undefined) => void
}) {
  const { dimension, x, top, long, room, side, brush, onBrush } = props
  const from = useRef<number | undefined>(undefined)
  const name = fieldName(dimension.field)
  const placeOf = (e: PointerEvent) => {
    const { top: from } = e.currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, 1 - (e.clientY - from - beyond) / long))
  }
  const [lo, hi] = brush ?? [0, 1]
  const onKey = (end: 'lo' | 'hi') => (e: KeyboardEvent) => {
    const by = { ArrowUp: 0.02, ArrowDown: -0.02, PageUp: 0.1, PageDown: -0.1, Home: -2, End: 2 }[e.key]
    if (e.key === 'Escape' && brush) onBrush(undefined)
    else if (by === undefined) return
    else if (end === 'lo') onBrush([Math.min(hi, Math.max(0, lo + by)), hi])
    else onBrush([lo, Math.max(lo, Math.min(1, hi + by))])
    e.preventDefault()
    e.stopPropagation()
  }
  return (
    <div className={classes.axis} style={{ left: x, top, height: long }} data-axis={dimension.field}>
      <span
        className={classes.name}
        data-side={side}
        style={{ maxWidth: Math.max(40, room - 8) }}
        title={dimension.field}
      >
        {name}
      </span>
      {dimension.axis.ticks.map((t) => (
        <span key={t.at} className={classes.tick} data-side={side} style={{ bottom: `${t.at * 100}%` }}>
          {t.label}
        </span>
      ))}
      <div
        className={classes.grip}
        onPointerDown={(e) => {
          if (e.button !== 0) return
          e.currentTarget.setPointerCapture(e.pointerId)
          from.current = placeOf(e)
        }}
        onPointerMove={(e) => {
          if (from.current === undefined) return
          const at = placeOf(e)
          if (Math.abs(at - from.current) * long > 3) onBrush([Math.min(at, from.current), Math.max(at, from.current)])
        }}
        onPointerUp={(e) => {
          const start = from.current
          from.current = undefined
          // A click takes the mark away.
          if (start !== undefined && Math.abs(placeOf(e) - start) * long <= 3) onBrush(undefined)
        }}
      />
      {brush && <div className={classes.brush} style={{ bottom: `${lo * 100}%`, height: `${(hi - lo) * 100}%` }} />}
      {(['lo', 'hi'] as const).map((end) => (
        <div
          key={end}
          role="slider"
          tabIndex={0}
          aria-label={`${end === 'lo' ? 'Lowest' : 'Highest'} ${name} that is lit`}
          aria-orientation="vertical"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round((end === 'lo' ? lo : hi) * 100)}
          aria-valuetext={`${short((end === 'lo' ? lo : hi) * 100, 3)} % of the axis`}
          className={classes.handle}
          data-brushed={brush !== undefined || undefined}
          style={{ bottom: `${(end === 'lo' ? lo : hi) * 100}%` }}
          onKeyDown={onKey(end)}
        />
      ))}
    </div>
  )
}
