import { Badge, Button, Checkbox } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Schemas } from '../../api/client'
import { Moment } from '../../ui/Moment'
import classes from './Trash.module.css'

type Props = {
  rows: Schemas['HttpRun'][]
  total: number
  chosen: ReadonlySet<string>
  choose: (ids: ReadonlySet<string>) => void
  undelete?: (id: string) => void
  /** Reads the next page; none if there's none. */
  more?: () => void
}

/** The runs in the trash; those in sight are in the document. */
export function TrashedRuns({ rows, total, chosen, choose, undelete, more }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 40,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= rows.length - 20) more?.()
  }, [last, rows.length, more])
  const all = rows.length > 0 && rows.every((r) => chosen.has(r.id))
  const some = rows.some((r) => chosen.has(r.id))
  const flip = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    choose(next)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it; what has the focus inside may go out of sight
    <div ref={box} className={classes.box} tabIndex={0}>
      <table className={classes.table} aria-label="Deleted runs" aria-rowcount={total + 1}>
        <thead>
          <tr className={classes.row}>
            <th scope="col">
              <Checkbox
                size="xs"
                aria-label="Choose all that are shown"
                checked={all}
                indeterminate={some && !all}
                onChange={() => choose(all ? new Set() : new Set(rows.map((r) => r.id)))}
              />
            </th>
            <th scope="col">Run</th>
            <th scope="col" className={classes.wide}>
              Id
            </th>
            <th scope="col" className={classes.wide}>
              Tags
            </th>
            <th scope="col">Created</th>
            <th scope="col" aria-label="Actions" />
          </tr>
        </thead>
        <tbody style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const r = rows[item.index]
            return (
              r && (
                <tr
                  key={r.id}
                  className={classes.row}
                  style={{ position: 'absolute', transform: `translateY(${item.start}px)` }}
                  aria-rowindex={item.index + 2}
                >
                  <td>
                    <Checkbox
                      size="xs"
                      aria-label={`Choose ${r.display_name}`}
                      checked={chosen.has(r.id)}
                      onChange={() => flip(r.id)}
                    />
                  </td>
                  <td className={classes.name}>{r.display_name}</td>
                  <td className={`${classes.wide} ${classes.quiet} ${classes.name}`}>{r.id}</td>
                  <td className={`${classes.wide} ${classes.name}`}>
                    {(r.tags ?? []).map((t) => (
                      <Badge key={t} size="xs" variant="default" mr={4} tt="none">
                        {t}
                      </Badge>
                    ))}
                  </td>
                  <td className={classes.quiet}>
                    <Moment at={r.created} />
                  </td>
                  <td className={classes.action}>
                    {undelete && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`Undelete ${r.display_name}`}
                        onClick={() => undelete(r.id)}
                      >
                        Undelete
                      </Button>
                    )}
                  </td>
                </tr>
              )
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
