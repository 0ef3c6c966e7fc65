import type { Schemas } from '../../api/client'
import type { SortKey } from './sorting'

/** What the groups of a level are told apart by. */
export type Level = { by: string[] } | { all_except: string[] }

/** The levels of a workspace's grouping, the outermost first. */
export function levelsOf(by: Schemas['WorkspaceRunSet']['group_by']): Level[] {
  if (!by) return []
  if (Array.isArray(by)) return by.map((key) => ({ by: [key] }))
  if (by.all_except) return [{ all_except: by.all_except }]
  return (by.by ?? []).map((key) => ({ by: [key] }))
}

export const aggregateNames = ['mean', 'min', 'max', 'median', 'stddev', 'sum', 'count'] as const
export type AggregateName = (typeof aggregateNames)[number]

export type Aggregate = { field: string; fn: AggregateName }

/** The order of groups that is nearest to the order of runs. */
export function groupSort(level: Level, aggregates: Aggregate[], sort: SortKey[]): string {
  const [first] = sort
  if (!first) return 'value'
  const way = first.desc ? 'desc' : 'asc'
  if ('by' in level && level.by.includes(first.field)) return `value:${way}`
  const at = aggregates.findIndex((a) => a.field === first.field)
  return at < 0 ? 'value' : `aggregates[${at}]:${way}`
}
