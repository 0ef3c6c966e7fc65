import { Loader, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type AuditFilter, type Entry, trailQuery } from '../../api/audit'
import type { Schemas } from '../../api/client'
import { useListed } from '../../api/pages'
import type { Scope } from '../../api/scope'
import { useWhen } from '../../api/when'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import type { Place } from '../offerUndo'
import classes from './Audit.module.css'
import { AuditRow } from './AuditRow'

const rowsOf = (p: Schemas['AuditPage']) => p.rows

/**
 * Who did what and when, newest first: of a project, or of everything (no scope). It fills
 * its parent and reads on as one scrolls. A run's own trail: filter={{ run: its number }}.
 */
export function AuditList({
  scope,
  filter = {},
  mayUndo,
  placeOf,
}: {
  scope?: Scope
  filter?: AuditFilter
  /** Whether rows offer to undo; not in the past, anyway. */
  mayUndo: boolean
  /** The project that an entry belongs to, where that isn't the scope. */
  placeOf?: (e: Entry) => Place
}) {
  const when = useWhen()
  const trail = useInfiniteQuery(trailQuery(scope ?? when, filter))
  const rows = useListed(trail.data, rowsOf)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  // Of what is listed: which event was undone (by the last undo that isn't undone itself).
  const undone = useMemo(() => undoneOf(rows), [rows])
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 52,
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = trail
  useEffect(() => {
    if (last >= rows.length - 10 && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage()
  }, [last, rows.length, hasNextPage, isFetchingNextPage, isError, fetchNextPage])

  if (trail.isPending) return <Waiting what="Reading the trail" />
  if (trail.isError && rows.length === 0) return <Refused error={trail.error} again={() => void trail.refetch()} />
  if (rows.length === 0) return <Text c="var(--rl-quiet)">No action fits. Widen the filter, or clear it.</Text>
  const toggle = (id: string) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it; what has the focus inside may go out of sight
    <div ref={box} className={classes.list} tabIndex={0}>
      <ol aria-label="Actions" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const entry = rows[item.index]
          return (
            entry && (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-posinset={item.index + 1}
                aria-setsize={hasNextPage ? -1 : rows.length}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <AuditRow
                  entry={entry}
                  open={open.has(entry.id)}
                  toggle={() => toggle(entry.id)}
                  place={placeOf ? placeOf(entry) : scope?.path}
                  mayUndo={mayUndo && !(scope ?? when).asOf && (!entry.project || !!scope || !!placeOf?.(entry))}
                  undone={undone.has(entry.id)}
                  showPlace={!scope}
                />
              </li>
            )
          )
        })}
      </ol>
      {isFetchingNextPage && (
        <div className={classes.more} role="status">
          <Loader size="xs" /> Reading on…
        </div>
      )}
      {trail.isError && <Refused error={trail.error} again={() => void fetchNextPage()} />}
    </div>
  )
}

/** Ids of events that were undone and not redone since; the rows are newest first. */
export function undoneOf(rows: Pick<Entry, 'id' | 'type' | 'cause' | 'outcome'>[]): Set<string> {
  const undone = new Set<string>()
  for (const r of rows) {
    if (r.outcome === 'accepted' && r.cause && r.type.startsWith('action.undone') && !undone.has(r.id))
      undone.add(r.cause)
  }
  return undone
}
