import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Schemas } from '../api/client'
import {
  foundRunsQuery,
  groupingOf,
  pageSize,
  type Rows,
  type RunGroup,
  runGroupsQuery,
  runPageQuery,
} from '../api/runs'
import { useScope } from '../api/scope'
import { type RunRow, workspaceQuery } from '../api/workspace'
import { both } from '../filter/expr'
import { allRuns, groupKey, lengthOf, type PageOf, pageKey, pagesOf, placeAt, stretchesOf } from './rows'
import { useRunSet } from './useRunSet'

/** What stands at an index of the list. A run that isn't known yet is on its way. */
export type Item = { kind: 'group'; group: RunGroup; open: boolean } | { kind: 'run'; run?: RunRow; inGroup: boolean }

const noPages: PageOf[] = []

/**
 * The runs of a workspace as a list of any length, in its order, with its groups: rows are
 * asked for as `show` says which of them are in view. Columns as in RunsRequest.
 */
export function useRunRows(workspace: string, columns: string[], aggregates: Schemas['RunsAggregate'][] = []) {
  const scope = useScope()
  const { runSet, total, visualized } = useRunSet(workspace)
  const by = groupingOf(runSet)
  const grouped = by.by.length > 0 || by.allExcept !== undefined
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [range, setRange] = useState<[number, number]>([0, 60])

  const id = runSet?.id ?? ''
  const first = useQuery({ ...runPageQuery(scope, workspace, id, columns, 0), enabled: id !== '' })
  useCountsAnew(workspace, first.isPlaceholderData ? undefined : first.data?.total, total)
  const groups = useQuery({
    ...runGroupsQuery(scope, runSet ?? { id }, aggregates),
    enabled: id !== '' && grouped,
  })
  const list = grouped && groups.data ? (groups.data.groups ?? []) : undefined
  const matched = first.data?.matched
  const stretches = useMemo(() => (list ? stretchesOf(list, open) : allRuns(matched ?? 0)), [list, open, matched])

  const wanted = runSet
    ? pagesOf(stretches, range[0], range[1], pageSize).filter((p) => p.page > 0 || p.stretch.group)
    : noPages
  const pages = useQueries({
    queries: wanted.map(({ stretch, page }) =>
      stretch.group
        ? foundRunsQuery(
            scope,
            {
              filter: both(runSet?.filter, stretch.group.filter),
              ...(runSet?.search && { search: runSet.search, regex: runSet.regex ?? false }),
              ...(runSet?.sort && { sort: runSet.sort }),
              columns,
            },
            page,
          )
        : runPageQuery(scope, workspace, id, columns, page),
    ) as ReturnType<typeof foundRunsQuery>[],
  })

  const known = new Map<string, Rows | undefined>(
    wanted.map((p, i) => [pageKey(p.stretch, p.page), pages[i]?.data] as const),
  )
  if (!list) known.set(pageKey(stretches[0] ?? { groupKey: '' }, 0), first.data)

  const item = (index: number): Item | undefined => {
    const at = placeAt(stretches, index)
    if (!at) return undefined
    const { group } = at.stretch
    if (group && at.run < 0) return { kind: 'group', group, open: at.stretch.open }
    const rows = known.get(pageKey(at.stretch, Math.floor(at.run / pageSize)))
    return { kind: 'run', run: rows?.runs[at.run % pageSize], inGroup: group !== undefined }
  }

  const toggle = useCallback((group: RunGroup, on?: boolean) => {
    const key = groupKey(group)
    setOpen((now) => {
      const next = new Set(now)
      if (on ?? !next.has(key)) next.add(key)
      else next.delete(key)
      return next
    })
  }, [])
  const show = useCallback((from: number, to: number) => {
    setRange((now) => (now[0] === from && now[1] === to ? now : [from, to]))
  }, [])

  return {
    runSet,
    total: first.data?.total ?? total,
    visualized,
    matched,
    grouped,
    groups: list,
    length: lengthOf(stretches),
    item,
    show,
    toggle,
    /** The runs that are shown are those of another run set: the new ones are on their way. */
    changing: first.isPlaceholderData || (grouped && groups.isPlaceholderData),
    waiting: id === '' || first.isPending || (grouped && groups.isPending),
    error: first.error ?? (grouped ? groups.error : null),
    again: () => void (first.isError ? first.refetch() : groups.refetch()),
  }
}

/** Runs came or went: then the workspace counts them anew, too. Once for each number. */
function useCountsAnew(workspace: string, listed: number | undefined, known: number | undefined) {
  const scope = useScope()
  const queries = useQueryClient()
  const asked = useRef<number>(undefined)
  useEffect(() => {
    if (listed === undefined || known === undefined || listed === known || asked.current === listed) return
    asked.current = listed
    void queries.invalidateQueries({ queryKey: workspaceQuery(scope, workspace).queryKey, exact: true })
  }, [listed, known, scope, workspace, queries])
}
