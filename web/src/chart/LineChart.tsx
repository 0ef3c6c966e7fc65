import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useKeys } from '../keys/keys'
import { chartKeys } from '../keys/listed'
import classes from './chart.module.css'
import { type Drawn, drawnIn } from './drawn'
import { xSpan, ySpan } from './extents'
import { type ChartAnswer, frameOf } from './frame'
import { Keyboard } from './keyboard'
import { LastValues } from './LastValues'
import { Legend } from './Legend'
import type { Colours, LineOptions, Range } from './options'
import { Plot } from './Plot'
import { Pointing } from './pointing'
import { xAt } from './projection'
import { ResetZoom } from './ResetZoom'
import { summary } from './summary'
import { zoomRange } from './zoomrange'

export type { ChartAnswer } from './frame'

export type LineChartProps = {
  answer: ChartAnswer
  /** In pixels, with the legend. The width is the container's. */
  height: number
  /** For its accessible name and exports; it isn't drawn. */
  title?: string
  options?: LineOptions
  colours?: Colours
  /** The range that is shown; the answer may still be of another. */
  zoom?: Range
  /** A range was selected; undefined: all again. Without it there's no zoom. */
  onZoom?: (range: Range | undefined) => void
  /** Better data are on their way. */
  waiting?: boolean
}

const usual: LineOptions = {}

/** So many lines have a legend if nobody said whether. */
const legendFor = 12

/** The value as it was as long as its key stays the same, so that it may be written inline. */
function useSame<T>(value: T, key: string): T {
  const known = useRef({ value, key })
  if (known.current.key !== key) known.current = { value, key }
  return known.current.value
}

/** An exact line chart: lines of runs or groups, bands, marks where a value isn't a finite number. */
export function LineChart({ answer, height, title, onZoom, waiting, ...given }: LineChartProps) {
  useKeys(chartKeys)
  const options = useSame(given.options ?? usual, JSON.stringify(given.options))
  const colours = useSame(given.colours, given.colours ? (answer.series ?? []).map(given.colours).join() : '')
  const zoom = useSame(given.zoom, JSON.stringify(given.zoom) ?? '')
  const host = useRef<HTMLDivElement>(null)
  const voice = useRef<HTMLDivElement>(null)
  const parts = useRef<{ plot: Plot; pointing: Pointing } | undefined>(undefined)
  const [pinned, setPinned] = useState<string | undefined>()
  const keys = useId()
  const view = useMemo(() => {
    const frame = frameOf(answer, options, colours)
    const x = xSpan(frame.lines, options.xLog, zoom)
    return { frame, x, y: ySpan(frame.lines, x, options.yLog, options.yRange), options }
  }, [answer, options, colours, zoom])
  const { frame, x } = view
  const legend = (options.legend ?? frame.lines.length <= legendFor) && height >= 140

  // What handlers need is read when they are called: the plot outlives renderings.
  const now = useRef<Drawn & { onZoom: typeof onZoom; zoom: typeof zoom; view: typeof view }>(undefined)
  now.current = { answer, title: title ?? frame.metrics.join(', '), view, zoom, onZoom }

  useLayoutEffect(() => {
    const element = host.current
    const first = now.current
    if (!element || !first) return
    const zoomTo = (from: number, to: number) => {
      const { onZoom: zoomed, answer: of } = now.current ?? first
      zoomed?.(zoomRange(of, from, to))
    }
    const plot: Plot = new Plot(
      element,
      first.view,
      (from, to) => {
        const { x: span, options: o } = plot.shown
        const at = (px: number) => xAt(span, o.xLog ?? false, px, plot.to.width)
        zoomTo(at(from), at(to))
      },
      () => parts.current?.pointing.attach(),
    )
    const pointing = new Pointing(plot, (text) => {
      if (voice.current) voice.current.textContent = text
    })
    parts.current = { plot, pointing }
    pointing.attach()
    const keyboard = new Keyboard(plot, pointing, {
      zoomTo,
      reset: () => {
        const { onZoom: zoomed, zoom: of } = now.current ?? first
        if (of) zoomed?.(undefined)
        return of !== undefined && zoomed !== undefined
      },
    })
    const sizes = new ResizeObserver(() => plot.resize())
    sizes.observe(element)
    const forget = drawnIn(element, () => ({ ...(now.current ?? first), plot }))
    return () => {
      forget()
      sizes.disconnect()
      keyboard.detach()
      pointing.detach()
      plot.destroy()
      parts.current = undefined
    }
  }, [])

  useEffect(() => {
    if (parts.current) parts.current.plot.selectable = onZoom !== undefined
  }, [onZoom])

  useEffect(() => {
    const { plot } = parts.current ?? {}
    if (plot && plot.shown !== view) plot.set(view)
  }, [view])

  const named = title ?? frame.metrics.join(', ')
  return (
    <div className={classes.chart} style={{ height }}>
      <div
        ref={host}
        className={classes.plot}
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the cursor along the lines
        tabIndex={0}
        aria-label={summary(named, view)}
        aria-describedby={keys}
        onDoubleClick={() => zoom && onZoom?.(undefined)}
        data-chart=""
        data-lines={frame.lines.length}
        data-axis={frame.axis.kind}
        data-x-min={x.min}
        data-x-max={x.max}
        data-y-min={view.y.min}
        data-y-max={view.y.max}
        data-marks={frame.lines.reduce((n, l) => n + l.marks.length, 0)}
        data-band={frame.lines.some((l) => l.lo) || undefined}
      />
      {waiting && <div className={classes.waiting} role="status" aria-label="Loading the range" />}
      {!waiting && frame.lines.every((l) => l.x.length === 0) && (
        <div className={classes.nothing}>
          {zoom
            ? 'Nothing was logged in this range.'
            : 'No points yet. Lines appear as soon as a run logs this metric.'}
        </div>
      )}
      {zoom && onZoom && <ResetZoom axis={frame.axis} zoom={zoom} onReset={() => onZoom(undefined)} />}
      {legend && (
        <Legend
          lines={frame.lines}
          pinned={pinned}
          onPin={(key) => {
            setPinned(key)
            parts.current?.pointing.pin(key)
          }}
          onPeek={(key) => parts.current?.pointing.peek(key)}
        />
      )}
      <div id={keys} className={classes.hidden}>
        Arrow keys move along and between lines. Shift and an arrow key select a range, Enter zooms into it, Escape
        shows all.
      </div>
      <div ref={voice} className={classes.hidden} aria-live="polite" />
      <LastValues lines={frame.lines} />
    </div>
  )
}
