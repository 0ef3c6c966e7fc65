import { type KeyboardEvent, useMemo, useState } from 'react'
import { count } from '../ui/numbers'
import { ColourKey } from './draw/ColourKey'
import { FigureTable } from './draw/FigureTable'
import { innerOf, Plot, room } from './draw/Plot'
import { useWidth } from './draw/useWidth'
import { fieldName } from './field'
import { NoRuns } from './NoRuns'
import type { PanelViewProps } from './PanelView'
import { useOpenRun } from './RunLink'
import classes from './Scatter.module.css'
import { type Dot, type Dots, dotsOf, nearest } from './scatter'
import { valueShort } from './shown'

/** A dot for each run, by two fields; a third one is the colour. */
export default function Scatter({ data, height }: PanelViewProps) {
  const shown = useMemo(() => dotsOf(data), [data])
  if ((data.runs ?? []).length === 0) return <NoRuns data={data} />
  return <Picture shown={shown} height={height} title={data.panel.title} />
}

function Picture({ shown, height, title }: { shown: Dots; height: number; title: string }) {
  const [ref, width] = useWidth<HTMLElement>(400)
  const [at, setAt] = useState(-1)
  const open = useOpenRun()
  const { dots, x, y, fields, left } = shown
  const beneath = (fields.colour ? 20 : 0) + (left.length > 0 ? 18 : 0)
  const plotHeight = height - beneath
  const inner = innerOf(width, plotHeight)
  const pointed = dots[at]
  const label = `${title}: ${count(dots.length)} runs, ${fieldName(fields.y)} by ${fieldName(fields.x)}`
  const byX = useMemo(() => dots.map((_, i) => i).sort((a, b) => (dots[a]?.x ?? 0) - (dots[b]?.x ?? 0)), [dots])
  const onKeyDown = (e: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key]
    if (step) setAt(byX[(byX.indexOf(at) + step + (at < 0 && step < 0 ? 1 : 0) + byX.length) % byX.length] ?? -1)
    else if (e.key === 'Enter' && pointed) open(pointed.run.id)
    else if (e.key === 'Escape' && at >= 0) setAt(-1)
    else return
    e.preventDefault()
    e.stopPropagation()
  }
  return (
    <figure ref={ref} className={classes.figure}>
      <div
        role="img"
        aria-label={pointed ? `${pointed.run.name}: ${values(shown, pointed).join(', ')}` : label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go from run to run
        tabIndex={0}
        data-scatter={dots.length}
        className={classes.plot}
        onKeyDown={onKeyDown}
        onPointerMove={(e) => {
          const box = e.currentTarget.getBoundingClientRect()
          setAt(nearest(dots, { x: e.clientX - box.left - room.left, y: e.clientY - box.top - room.top }, inner))
        }}
        onPointerLeave={() => setAt(-1)}
        onClick={() => pointed && open(pointed.run.id)}
        style={{ cursor: pointed ? 'pointer' : 'crosshair' }}
      >
        <Plot
          width={width}
          height={plotHeight}
          x={{ ticks: x.ticks, label: fieldName(fields.x) }}
          y={{ ticks: y.ticks, label: fieldName(fields.y) }}
        >
          {pathsOf(dots, inner).map(([colour, d]) => (
            <path
              key={colour}
              d={d}
              stroke={colour}
              strokeWidth={dots.length > 2000 ? 4 : 8}
              strokeLinecap="round"
              strokeOpacity={0.85}
            />
          ))}
          {pointed && (
            <circle
              className={classes.pointed}
              cx={room.left + pointed.x * inner.width}
              cy={room.top + (1 - pointed.y) * inner.height}
              r={6}
              fill={pointed.colour}
            />
          )}
        </Plot>
        {pointed && (
          <div
            className={classes.hover}
            style={{
              top: room.top + (1 - pointed.y) * inner.height + 10,
              [pointed.x > 0.5 ? 'right' : 'left']:
                pointed.x > 0.5
                  ? width - room.left - pointed.x * inner.width + 10
                  : room.left + pointed.x * inner.width + 10,
            }}
            data-hover={pointed.run.id}
          >
            <strong>{pointed.run.name}</strong>
            {values(shown, pointed).map((line) => (
              <div key={line}>{line}</div>
            ))}
          </div>
        )}
      </div>
      <ColourKey field={fields.colour} ramp={shown.ramp} words={shown.words} />
      {left.length > 0 && (
        <figcaption
          className={classes.left}
          title={left
            .slice(0, 50)
            .map((r) => r.name)
            .join('\n')}
        >
          {count(left.length)} of {count(left.length + dots.length)} runs have no place here: no value, NaN, infinite
          {x.log || y.log ? ', not above 0' : ''}
        </figcaption>
      )}
      <FigureTable
        caption={label}
        columns={['Run', fields.x, fields.y, ...(fields.colour ? [`colour: ${fields.colour}`] : [])]}
        rows={dots.map((d) => [d.run.name, ...d.values.slice(0, fields.colour ? 3 : 2).map((v) => valueShort(v, 80))])}
      />
    </figure>
  )
}

/** What is said about a dot, exactly. */
function values({ fields }: Dots, dot: Dot): string[] {
  const [x, y, colour] = dot.values.map((v) => (typeof v === 'number' ? String(v) : valueShort(v, 80)))
  const lines = [`${fieldName(fields.x)}: ${x}`, `${fieldName(fields.y)}: ${y}`]
  if (fields.colour) lines.push(`${fieldName(fields.colour)}: ${colour || 'none'}`)
  return lines
}

/** The dots of each colour as one path of points: thousands are drawn at once. */
function pathsOf(dots: Dot[], inner: { width: number; height: number }): [string, string][] {
  const paths = new Map<string, string[]>()
  for (const d of dots) {
    const at = `M${(room.left + d.x * inner.width).toFixed(1)} ${(room.top + (1 - d.y) * inner.height).toFixed(1)}h0`
    const known = paths.get(d.colour)
    if (known) known.push(at)
    else paths.set(d.colour, [at])
  }
  return [...paths].map(([colour, parts]) => [colour, parts.join('')])
}
