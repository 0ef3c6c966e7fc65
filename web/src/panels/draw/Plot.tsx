import type { ReactNode } from 'react'
import classes from './Plot.module.css'
import type { Tick } from './scale'

/** Room round a plot for what stands at its axes. */
export const room = { left: 56, right: 10, top: 8, bottom: 34 }

/** The axes of a picture with ticks, and what is drawn between them. y goes upwards. */
export function Plot(props: {
  width: number
  height: number
  x: { ticks: Tick[]; label?: string }
  y: { ticks: Tick[]; label?: string }
  children?: ReactNode
}) {
  const { width, height, x, y, children } = props
  const inner = innerOf(width, height)
  const right = room.left + inner.width
  const bottom = room.top + inner.height
  // As many labels as there is room for, each 64 pixels.
  const every = Math.max(1, Math.ceil(x.ticks.length / Math.max(1, Math.floor(inner.width / 64))))
  return (
    <svg className={classes.plot} width={width} height={height} aria-hidden="true">
      {y.ticks.map((t) => {
        const at = bottom - t.at * inner.height
        return (
          <g key={`${t.at} ${t.label}`}>
            <line className={classes.grid} x1={room.left} x2={right} y1={at} y2={at} />
            <text className={classes.tick} x={room.left - 6} y={at} textAnchor="end" dominantBaseline="central">
              {t.label.length > 9 ? `${t.label.slice(0, 8)}…` : t.label}
            </text>
          </g>
        )
      })}
      {x.ticks.map((t, i) => (
        <g key={`${t.at} ${t.label}`}>
          <line
            className={classes.grid}
            x1={room.left + t.at * inner.width}
            x2={room.left + t.at * inner.width}
            y1={room.top}
            y2={bottom}
          />
          {i % every === 0 && (
            <text
              className={classes.tick}
              x={room.left + t.at * inner.width}
              y={bottom + 12}
              textAnchor={t.at > 0.93 ? 'end' : 'middle'}
            >
              {t.label}
            </text>
          )}
        </g>
      ))}
      <path className={classes.axis} d={`M${room.left} ${room.top}V${bottom}H${right}`} />
      {x.label && (
        <text className={classes.label} x={room.left + inner.width / 2} y={height - 6} textAnchor="middle">
          {x.label}
        </text>
      )}
      {y.label && (
        <text
          className={classes.label}
          transform={`translate(11 ${room.top + inner.height / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {y.label}
        </text>
      )}
      {children}
    </svg>
  )
}

/** What is left between the axes. */
export function innerOf(width: number, height: number) {
  return { width: Math.max(10, width - room.left - room.right), height: Math.max(10, height - room.top - room.bottom) }
}
