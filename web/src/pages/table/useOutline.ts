import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Schemas } from '../../api/client'
import { useScope } from '../../api/scope'
import { groupsQuery, type RunSource, runPageQuery } from '../../api/table'
import { both } from './expression'
import { type Aggregate, groupSort, type Level, levelsOf } from './grouping'
import { type Band, bandsOf, type Group, groupOf, type Inside } from './outline'
import { readSort } from './sorting'

export type Outline = {
  bands: Band[]
  /** All runs that match. */
  root: RunSource
  /** The runs of a source of the bands. */
  source: (id: string) => RunSource
  /** What chooses them. */
  set: RunSet
  matched: number
  total: number
  error: unknown
  again: () => void
  /** Answers are on their way that may change what is shown. */
  busy: boolean
}

type RunSet = Schemas['WorkspaceRunSet']

/** What the table consists of: all runs of the workspace's run set, or its groups with what is open in them. */
export function useOutline(
  workspace: string,
  set: RunSet,
  own: RunSource | undefined, // in place of the workspace's
  columns: string[],
  aggregates: Aggregate[],
  open: ReadonlySet<string>,
  ready: boolean, // the columns are known
): Outline {
  const scope = useScope()
  const queries = useQueryClient()
  const root: RunSource = own ?? { workspace, set: set.id }
  const first = useQuery({ ...runPageQuery(scope, root, columns, 0, ''), enabled: ready })
  const levels = levelsOf(set.group_by)
  const sort = set.sort ?? []
  const base = { search: set.search ?? '', regex: set.regex ?? false }

  // Groups that are open show up once those around them are known: later rounds ask for them.
  const found = new Map<string, Group>()
  const asked: { id: string; query: ReturnType<typeof groupsQuery> }[] = []
  const filterOf = (id: string) => both(set.filter ?? '', found.get(id)?.filter ?? '')
  const insides = new Map<string, Inside>()
  const walk = (id: string, depth: number) => {
    const level = levels[depth]
    if (!level) return
    const query = groupsQuery(
      scope,
      request(level, filterOf(id), base, aggregates, groupSort(level, aggregates, readSort(sort))),
    )
    asked.push({ id, query })
    const answer = queries.getQueryData(query.queryKey)
    if (!answer) return
    const outer = found.get(id)
    const groups = (answer.groups ?? []).map((g) =>
      groupOf(g, outer, g.filter === undefined ? undefined : both(outer?.filter ?? '', g.filter)),
    )
    insides.set(id, { kind: 'groups', groups })
    for (const g of groups) {
      found.set(g.id, g)
      if (open.has(g.id) && g.filter !== undefined) walk(g.id, depth + 1)
    }
  }
  if (ready) walk('', 0)
  const answers = useQueries({ queries: asked.map((a) => a.query) })

  const inside = (id: string): Inside => {
    if (levels.length === 0) return first.data ? { kind: 'runs', count: first.data.matched } : { kind: 'waiting' }
    const group = found.get(id)
    if (group && group.depth + 1 === levels.length) return { kind: 'runs', count: group.count }
    return insides.get(id) ?? { kind: 'waiting' }
  }
  const bands = bandsOf(inside, open)
  const failed = first.isError ? first : answers.find((a) => a.isError)
  const source = (id: string): RunSource => (levels.length === 0 ? root : { filter: filterOf(id), ...base, sort })
  const shape = JSON.stringify(bands.map((b) => [b.at, b.kind, b.kind === 'group' ? [b.group, b.open] : b.source]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal bands stay the same ones, so that lines aren't drawn anew
  const steady = useMemo(() => bands, [shape, first.data?.matched])
  return {
    bands: steady,
    root,
    set,
    source,
    matched: first.data?.matched ?? 0,
    total: first.data?.total ?? 0,
    error: failed?.error,
    again: () => void failed?.refetch(),
    busy: !ready || first.isFetching || answers.some((a) => a.isFetching),
  }
}

function request(
  level: Level,
  filter: string,
  base: { search: string; regex: boolean },
  aggregates: Aggregate[],
  sort: string,
): Schemas['RunsGroupsRequest'] {
  return {
    ...level,
    ...(filter && { filter }),
    ...(base.search && base),
    ...(aggregates.length > 0 && { aggregates }),
    sort,
    limit: 10_000,
  }
}
