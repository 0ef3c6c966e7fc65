import type { Project } from '../../api/projects'

export const orders = ['active', 'name', 'created', 'runs'] as const
export type Order = (typeof orders)[number]

/** Row of the projects' list: a project and when it was last active, if it ever was. */
export type Row = Project & { active?: string }

export const nameOf = (p: { entity: string; name: string }) => `${p.entity}/${p.name}`

/** Rows whose name, entity or description have every word of the search. */
export function found(rows: Row[], search: string): Row[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((p) => {
    const text = `${nameOf(p)} ${p.description ?? ''}`.toLowerCase()
    return words.every((w) => text.includes(w))
  })
}

const byName = (a: Row, b: Row) => a.name.localeCompare(b.name, 'en', { numeric: true })
const newest = (a?: string, b?: string) => Date.parse(b ?? '') - Date.parse(a ?? '') || 0

const compare: Record<Order, (a: Row, b: Row) => number> = {
  // Without data, a project counts as active when it was made: a new one is at the top.
  active: (a, b) => newest(a.active ?? a.created, b.active ?? b.created),
  name: byName,
  created: (a, b) => newest(a.created, b.created),
  runs: (a, b) => b.runs - a.runs,
}

/** Rows in an order: times and counts from the top down, names from A; or the other way round. */
export function ordered(rows: Row[], order: Order, reversed: boolean): Row[] {
  const sign = reversed ? -1 : 1
  return [...rows].sort((a, b) => sign * compare[order](a, b) || byName(a, b))
}
