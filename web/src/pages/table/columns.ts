import type { Schemas } from '../../api/client'
import { parseField } from './fields'

/** A column of the table. */
export type Column = { field: string; pinned: boolean; hidden: boolean; width: number }

export const least = 56 // px
export const most = 900

/** The column that is always there, first. */
export const nameField = 'name'

const widths: Record<string, number> = {
  name: 260,
  state: 100,
  tags: 170,
  notes: 180,
  created: 120,
  last_active: 120,
  seconds: 96,
  user: 96,
  number: 76,
  command: 220,
}

export const usualWidth = (field: string) => widths[field] ?? (field.startsWith('summary.') ? 112 : 124)

/** A column with what was said about it, the rest as usual. */
export const column = (field: string, says: Partial<Column> = {}): Column => ({
  field,
  pinned: false,
  hidden: false,
  width: usualWidth(field),
  ...says,
})

/**
 * The columns that a workspace stores, whatever stands there; undefined: none are stored.
 * A column is a field, or {field, pinned, hidden, width}.
 */
export function storedColumns(stored: unknown): Column[] | undefined {
  if (!Array.isArray(stored) || stored.length === 0) return undefined
  const seen = new Set<string>()
  const out: Column[] = []
  for (const one of stored as unknown[]) {
    const c = readColumn(one)
    if (!c || seen.has(c.field)) continue
    seen.add(c.field)
    out.push(c)
  }
  return out.length > 0 ? withName(out) : undefined
}

function readColumn(one: unknown): Column | undefined {
  const says = typeof one === 'string' ? { field: one } : one
  if (typeof says !== 'object' || says === null) return undefined
  const { field, pinned, hidden, width } = says as Record<string, unknown>
  if (typeof field !== 'string' || !parseField(field)) return undefined
  return column(field, {
    pinned: pinned === true,
    hidden: hidden === true,
    ...(typeof width === 'number' && width > 0 && { width: Math.min(most, Math.max(least, width)) }),
  })
}

/** The name is pinned before all others, whatever is stored. */
function withName(list: Column[]): Column[] {
  const name = list.find((c) => c.field === nameField) ?? column(nameField)
  return [{ ...name, pinned: true, hidden: false }, ...list.filter((c) => c !== name)]
}

const usual = ['state', 'tags', 'created', 'seconds', 'user']
const mostUsual = 40 // of config and summary each

/** The columns of a table that nobody arranged: the run's own, then what most runs have. */
export function usualColumns(keys: Schemas['RunsKeys'] | undefined): Column[] {
  const common = (list: Schemas['RunsKey'][] | null | undefined) => {
    const media = mediaOf(list ?? [])
    return (list ?? [])
      .filter((k) => !/^(config|summary)\._/.test(k.key) && !media.some((m) => k.key.startsWith(m)))
      .sort((a, b) => b.runs - a.runs || (a.key < b.key ? -1 : 1))
      .slice(0, mostUsual)
      .map((k) => k.key)
  }
  const fields = [...usual, ...common(keys?.summary), ...common(keys?.config)]
  return withName([column(nameField), ...fields.map((f) => column(f))])
}

/** Where images, tables and the like were logged: what is below describes a file. Not for the first look. */
const mediaOf = (list: Schemas['RunsKey'][]): string[] =>
  list.filter((k) => k.key.endsWith('._type')).map((k) => k.key.slice(0, -'_type'.length))

/** The columns in the order in which they stand: those pinned first. */
export function inOrder(list: Column[]): Column[] {
  const seen = list.filter((c) => !c.hidden)
  return [...seen.filter((c) => c.pinned), ...seen.filter((c) => !c.pinned)]
}

/** As they are stored: without what is as usual. */
export function toStore(list: Column[]): unknown[] {
  return list.map(({ field, pinned, hidden, width }) => {
    const says = {
      ...(pinned && { pinned }),
      ...(hidden && { hidden }),
      ...(width !== usualWidth(field) && { width }),
    }
    return Object.keys(says).length > 0 ? { field, ...says } : field
  })
}

/** Changes one column. */
export const change = (list: Column[], field: string, says: Partial<Column>): Column[] =>
  list.map((c) => (c.field === field ? { ...c, ...says } : c))

/** Shows fields that aren't, in this order at the end. */
export function show(list: Column[], fields: string[]): Column[] {
  const known = new Map(list.map((c) => [c.field, c]))
  const more = [...new Set(fields)].filter((f) => known.get(f)?.hidden ?? true)
  const gone = new Set(more)
  return [
    ...list.filter((c) => !gone.has(c.field)),
    ...more.map((f): Column => ({ ...(known.get(f) ?? column(f)), hidden: false })),
  ]
}

/** Hides fields; what was said about them stays. */
export function hide(list: Column[], fields: string[]): Column[] {
  const gone = new Set(fields)
  return list.map((c) => (gone.has(c.field) && c.field !== nameField ? { ...c, hidden: true } : c))
}

/** Moves a column to the place of another; it is pinned if that one is. The name stays first. */
export function moveTo(list: Column[], field: string, place: string): Column[] {
  const from = list.find((c) => c.field === field)
  const to = list.find((c) => c.field === place)
  if (!from || !to || from === to || field === nameField || place === nameField) return list
  const after = list.indexOf(from) < list.indexOf(to)
  const rest = list.filter((c) => c !== from)
  rest.splice(rest.indexOf(to) + (after ? 1 : 0), 0, { ...from, pinned: to.pinned })
  return rest
}

/** Moves a shown column by one place among those that are pinned as it is. */
export function step(list: Column[], field: string, by: 1 | -1): Column[] {
  const order = inOrder(list)
  const at = order.findIndex((c) => c.field === field)
  const to = order[at + by]
  return at < 0 || !to || to.pinned !== order[at]?.pinned ? list : moveTo(list, field, to.field)
}
