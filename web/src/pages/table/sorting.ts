/** A sort order as the API writes it: fields, each with :asc or :desc. */
export type SortKey = { field: string; desc: boolean }

export function readSort(stored: readonly string[] | null | undefined): SortKey[] {
  return (stored ?? []).map((text) => {
    const m = /^(.*?)(?::(asc|desc))?$/s.exec(text)
    return { field: m?.[1] ?? text, desc: m?.[2] === 'desc' }
  })
}

export const writeSort = (keys: SortKey[]): string[] => keys.map((k) => `${k.field}:${k.desc ? 'desc' : 'asc'}`)

const mostKeys = 10

/**
 * What a click on a heading does: ascending, descending, not at all. Of several (`add`)
 * the others stay, in their order.
 */
export function clicked(keys: SortKey[], field: string, add: boolean): SortKey[] {
  const known = keys.find((k) => k.field === field)
  const next: SortKey | undefined = !known ? { field, desc: false } : known.desc ? undefined : { field, desc: true }
  if (!add) return next ? [next] : []
  if (!known) return next && keys.length < mostKeys ? [...keys, next] : keys
  return keys.flatMap((k) => (k === known ? (next ? [next] : []) : [k]))
}
