import type { Schemas } from '../../api/client'
import { type Column, nameField } from './columns'
import { headingOf, parseField, type Scope } from './fields'

/** A key that can be a column. */
export type Choosable = {
  field: string
  scope: Scope
  heading: string /** number, text, bool, list; the commonest first. */
  types: string[]
  runs?: number
}

/** All keys: the runs' own, then config and summary; and columns whose key no run has any more. */
export function allKeys(keys: Schemas['RunsKeys'] | undefined, columns: Column[]): Choosable[] {
  const of = (k: Schemas['RunsKey']): Choosable => ({
    ...plain(k.key),
    runs: k.runs,
    types: Object.entries(k.types ?? {})
      .sort((a, b) => b[1] - a[1])
      .map(([type]) => type),
  })
  const list = [...(keys?.run ?? []).map(plain), ...(keys?.config ?? []).map(of), ...(keys?.summary ?? []).map(of)]
  const known = new Set(list.map((k) => k.field))
  return [...list, ...columns.filter((c) => !known.has(c.field)).map((c) => plain(c.field))].filter(
    (k) => k.field !== nameField,
  )
}

const plain = (field: string): Choosable => ({
  field,
  scope: parseField(field)?.scope ?? 'run',
  heading: headingOf(field),
  types: [],
})

/** The keys that match a search: every word is somewhere in the field or the heading. */
export function found(keys: Choosable[], search: string, scope: Scope | 'all'): Choosable[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return keys.filter((k) => {
    if (scope !== 'all' && k.scope !== scope) return false
    const text = `${k.field} ${k.heading}`.toLowerCase()
    return words.every((w) => text.includes(w))
  })
}
