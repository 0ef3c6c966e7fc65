import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { useNow } from '../../api/scope'
import { keysQuery } from '../../api/table'
import type { Workspace } from '../../api/workspace'
import { type Column, hide, inOrder, show, storedColumns, toStore, usualColumns } from './columns'
import { type Aggregate, type AggregateName, aggregateNames } from './grouping'
import { usePatch } from './usePatch'

/** The table's columns as the workspace has them, or as usual; changes are stored there, if one may. */
export function useColumns(id: string, workspace: Workspace) {
  const now = useNow()
  const keys = useQuery(keysQuery(now))
  const patch = usePatch(id)
  const [own, setOwn] = useState<Column[]>() // of a reader who can't store
  const stored = workspace.fields?.columns
  const columns = useMemo(
    () => (workspace.editable ? undefined : own) ?? storedColumns(stored) ?? usualColumns(keys.data),
    [workspace.editable, own, stored, keys.data],
  )
  const set = (list: Column[] | undefined) => {
    if (workspace.editable) patch({ columns: list ? toStore(list) : null })
    else setOwn(list)
  }
  const latest = useRef(columns)
  latest.current = columns
  const shownFields = useMemo(() => inOrder(columns).map((c) => c.field), [columns])
  const known = shownFields.join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order doesn't matter to the server
  const asked = useMemo(() => [...shownFields].sort(), [known])
  const numeric = useMemo(() => numericFields(keys.data), [keys.data])
  const fns = workspace.fields?.aggregates
  const aggregates = useMemo(
    () =>
      asked
        .filter((f) => numeric.has(f))
        .slice(0, 50)
        .map((field): Aggregate => ({ field, fn: fnOf(fns, field) })),
    [asked, numeric, fns],
  )
  return {
    columns,
    set,
    show: (fields: string[]) => set(show(latest.current, fields)),
    hide: (fields: string[]) => set(hide(latest.current, fields)),
    asked,
    aggregates,
    numeric,
    keys,
    ready: storedColumns(stored) !== undefined || !keys.isPending,
    arranged: storedColumns(stored) !== undefined,
  }
}

/** Which aggregate of a column the workspace wants, whatever stands there. */
export function fnOf(stored: unknown, field: string): AggregateName {
  const said = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>)[field] : undefined
  return aggregateNames.find((n) => n === said) ?? 'mean'
}

const ownNumbers = ['seconds', 'points', 'first_step', 'last_step', 'exit_code']

function numericFields(keys: { config?: unknown; summary?: unknown } | undefined): ReadonlySet<string> {
  const out = new Set(ownNumbers)
  for (const list of [keys?.config, keys?.summary]) {
    if (!Array.isArray(list)) continue
    for (const k of list as { key: string; types?: Record<string, number> }[]) if (k.types?.number) out.add(k.key)
  }
  return out
}
