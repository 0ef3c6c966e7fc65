import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, useMemo, useRef } from 'react'
import { exact, short } from '../ui/numbers'
import classes from './Bars.module.css'
import { type Bar, barsOf, type Bars as Laid } from './bars'
import { FigureTable } from './draw/FigureTable'
import { NoRuns } from './NoRuns'
import type { PanelViewProps } from './PanelView'
import { RunLink } from './RunLink'
import { specFlag } from './spec'

const percent = (v: number) => `${Math.max(0, Math.min(100, v * 100))}%`

/** One bar a run or group, of the last value of each metric; groups with error bars. */
export default function Bars({ data, height }: PanelViewProps) {
  const laid = useMemo(() => barsOf(data), [data])
  const upright = specFlag(data.panel.spec, 'vertical')
  if (laid.bars.length === 0) return <NoRuns data={data} />
  const kind = laid.grouped ? `${laid.aggregate} of each group` : 'last value of each run'
  return (
    <figure className={classes.figure} data-bars={laid.bars.length}>
      {upright ? <Upright laid={laid} height={height} /> : <Lying laid={laid} height={height} />}
      <FigureTable
        caption={`${data.panel.title}: ${kind}`}
        columns={['Name', 'Metric', 'Value', 'Standard deviation', 'Smallest', 'Largest', 'Runs']}
        rows={laid.bars.map((b) => [
          b.name,
          b.metric,
          b.value === undefined ? '' : exact(b.value),
          b.n > 1 ? exact(b.stddev) : '',
          b.n > 0 ? exact(b.min) : '',
          b.n > 0 ? exact(b.max) : '',
          b.n,
        ])}
      />
    </figure>
  )
}

/** What a bar says when it's pointed at. */
function barTitle(b: Bar, laid: Laid): string {
  const lines = [
    `${b.name} · ${b.metric}`,
    b.value === undefined ? 'no number' : `${laid.grouped ? `${laid.aggregate} ` : ''}${exact(b.value)}`,
  ]
  if (laid.grouped) lines.push(`${b.n} of ${b.runs} runs have a number`)
  if (b.n > 1) lines.push(`standard deviation ${exact(b.stddev)}`, `from ${exact(b.min)} to ${exact(b.max)}`)
  if (b.notFinite > 0 && laid.grouped) lines.push(`${b.notFinite} with NaN or infinity left out`)
  return lines.join('\n')
}

function Lying({ laid, height }: { laid: Laid; height: number }) {
  const scroller = useRef<HTMLDivElement>(null)
  const metrics = new Set(laid.bars.map((b) => b.metric)).size
  const rows = useVirtualizer({
    count: laid.bars.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 24,
    overscan: 10,
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <div ref={scroller} className={classes.scroller} style={{ maxHeight: height }} tabIndex={0}>
      <div aria-hidden="true" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map((item) => {
          const b = laid.bars[item.index]
          if (!b) return null
          return (
            <div
              key={b.key}
              className={classes.row}
              style={{ top: item.start }}
              title={barTitle(b, laid)}
              data-bar={b.name}
              data-value={b.value}
            >
              <span className={classes.name}>
                {b.run ? <RunLink id={b.run} name={b.name} hidden /> : b.name}
                {metrics > 1 && <small> {b.metric}</small>}
              </span>
              <span className={classes.track} style={{ '--zero': percent(laid.zero) } as CSSProperties}>
                {b.from !== undefined && b.to !== undefined && (
                  <span
                    className={classes.bar}
                    style={{ left: percent(b.from), width: percent(b.to - b.from), background: b.colour }}
                  />
                )}
                {b.low !== undefined && b.high !== undefined && (
                  <span className={classes.error} style={{ left: percent(b.low), width: percent(b.high - b.low) }} />
                )}
              </span>
              <span className={classes.value}>{b.value === undefined ? '–' : short(b.value)}</span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

const labels = 58

function Upright({ laid, height }: { laid: Laid; height: number }) {
  const scroller = useRef<HTMLDivElement>(null)
  const columns = useVirtualizer({
    horizontal: true,
    count: laid.bars.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 44,
    overscan: 10,
  })
  const inner = Math.max(40, height - labels - 20)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <div ref={scroller} className={classes.scroller} style={{ height }} tabIndex={0}>
      <div
        aria-hidden="true"
        style={{ width: columns.getTotalSize(), marginInlineStart: 24, position: 'relative', height: height - 16 }}
      >
        {columns.getVirtualItems().map((item) => {
          const b = laid.bars[item.index]
          if (!b) return null
          return (
            <div
              key={b.key}
              className={classes.column}
              style={{ left: item.start }}
              title={barTitle(b, laid)}
              data-bar={b.name}
              data-value={b.value}
            >
              <span className={classes.value}>{b.value === undefined ? '–' : short(b.value, 3)}</span>
              <span className={classes.well} style={{ height: inner, '--zero': percent(laid.zero) } as CSSProperties}>
                {b.from !== undefined && b.to !== undefined && (
                  <span
                    className={classes.bar}
                    style={{ bottom: percent(b.from), height: percent(b.to - b.from), background: b.colour }}
                  />
                )}
                {b.low !== undefined && b.high !== undefined && (
                  <span className={classes.error} style={{ bottom: percent(b.low), height: percent(b.high - b.low) }} />
                )}
              </span>
              <span className={classes.name}>{b.name}</span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
