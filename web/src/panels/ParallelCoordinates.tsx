import { Button } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { count } from '../ui/numbers'
import { ColourKey } from './draw/ColourKey'
import { FigureTable } from './draw/FigureTable'
import { useWidth } from './draw/useWidth'
import { NoRuns } from './NoRuns'
import type { PanelViewProps } from './PanelView'
import { ParallelAxis } from './ParallelAxis'
import classes from './ParallelCoordinates.module.css'
import { type Brushes, type Line, labelRoom, lit, type Parallel, parallelOf, pathOf } from './parallel'
import { clipped, valueShort } from './shown'

const top = 30
const bottom = 12

/** A line for each run through axes of config and summary. Dragging along an axis lights the lines that go through there. */
export default function ParallelCoordinates({ data, height }: PanelViewProps) {
  const shown = useMemo(() => parallelOf(data), [data])
  if (shown.lines.length === 0) return <NoRuns data={data} />
  return (
    <Picture
      key={shown.dimensions.map((d) => d.field).join('\n')}
      shown={shown}
      height={height}
      title={data.panel.title}
    />
  )
}

function Picture({ shown, height, title }: { shown: Parallel; height: number; title: string }) {
  const [ref, width] = useWidth<HTMLElement>(500)
  const [brushes, setBrushes] = useState<Brushes>(new Map())
  const { dimensions, lines } = shown
  const axes = dimensions.length
  const plotHeight = height - 22
  const long = Math.max(20, plotHeight - top - bottom)
  const [left, right] = [labelRoom(dimensions[0]), labelRoom(dimensions.at(-1))]
  const between = axes < 2 ? width : (width - left - right) / (axes - 1)
  const x = useCallback((i: number) => (axes < 2 ? width / 2 : left + i * between), [axes, width, left, between])
  const y = useCallback((at: number) => top + (1 - at) * long, [long])
  const bright = useMemo(() => lines.filter((l) => lit(l, brushes)), [lines, brushes])
  const all = useMemo(() => pathsOf(lines, x, y), [lines, x, y])
  const shining = useMemo(() => pathsOf(bright, x, y), [bright, x, y])
  const brush = (axis: number, part: [number, number] | undefined) =>
    setBrushes((now) => {
      const next = new Map(now)
      if (part) next.set(axis, part)
      else next.delete(axis)
      return next
    })
  const label = `${title}: ${count(lines.length)} runs over ${axes} axes${brushes.size > 0 ? `, ${count(bright.length)} within the marked parts` : ''}`
  return (
    <figure ref={ref} className={classes.figure}>
      <div data-parallel={lines.length} data-lit={bright.length} style={{ position: 'relative' }}>
        <svg width={width} height={plotHeight} role="img" aria-label={label} className={classes.plot}>
          {brushes.size > 0 && all.map(([colour, d]) => <path key={colour} d={d} className={classes.dim} />)}
          {shining.map(([colour, d]) => (
            <path
              key={colour}
              d={d}
              stroke={colour}
              className={classes.line}
              strokeOpacity={lines.length > 300 ? 0.35 : 0.8}
            />
          ))}
        </svg>
        {dimensions.map((d, i) => (
          <ParallelAxis
            key={d.field}
            dimension={d}
            x={x(i)}
            top={top}
            long={long}
            room={between}
            side={i === 0 ? 'start' : i === axes - 1 ? 'end' : undefined}
            brush={brushes.get(i)}
            onBrush={(part) => brush(i, part)}
          />
        ))}
      </div>
      <div className={classes.foot}>
        <ColourKey field={shown.colourField} ramp={shown.ramp} words={shown.words} />
        {brushes.size > 0 && (
          <>
            <span>
              {count(bright.length)} of {count(lines.length)} runs
            </span>
            <Button size="compact-xs" variant="subtle" onClick={() => setBrushes(new Map())}>
              Show all
            </Button>
          </>
        )}
      </div>
      <FigureTable
        caption={label}
        columns={['Run', ...dimensions.map((d) => d.field)]}
        rows={bright.map((l) => [clipped(l.run.name, 80), ...l.values.map((v) => valueShort(v, 80))])}
      />
    </figure>
  )
}

/** The lines of each colour as one path. */
function pathsOf(lines: Line[], x: (axis: number) => number, y: (at: number) => number): [string, string][] {
  const paths = new Map<string, string>()
  for (const l of lines) paths.set(l.colour, (paths.get(l.colour) ?? '') + pathOf(l, x, y))
  return [...paths]
}
