import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { count } from '../../ui/numbers'
import classes from './Chooser.module.css'
import type { Choosable } from './choosable'
import { inOrder } from './columns'
import type { useColumns } from './useColumns'

const height = 30

/** Keys of which one ticks those that are columns. Thousands are no trouble. */
export function KeyList({ keys, columns: c }: { keys: Choosable[]; columns: ReturnType<typeof useColumns> }) {
  const scroller = useRef<HTMLDivElement>(null)
  const down = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
  })
  const shown = new Set(inOrder(c.columns).map((one) => one.field))
  if (keys.length === 0) return <p className={classes.none}>No key matches.</p>
  return (
    <div ref={scroller} className={classes.list} data-keys={keys.length}>
      <div style={{ height: down.getTotalSize(), position: 'relative' }}>
        {down.getVirtualItems().map(({ index, start }) => {
          const k = keys[index]
          if (!k) return null
          return (
            <label
              key={k.field}
              className={classes.key}
              style={{ transform: `translateY(${start}px)`, height }}
              title={k.field}
            >
              <input
                type="checkbox"
                checked={shown.has(k.field)}
                onChange={(e) => (e.currentTarget.checked ? c.show([k.field]) : c.hide([k.field]))}
              />
              <span className={classes.name}>
                <span className={classes.scope}>{k.scope === 'run' ? '' : `${k.scope} `}</span>
                {k.heading}
              </span>
              <span className={classes.about}>
                {k.types.join(', ')} {k.runs !== undefined && `· ${count(k.runs)}`}
              </span>
            </label>
          )
        })}
      </div>
    </div>
  )
}
