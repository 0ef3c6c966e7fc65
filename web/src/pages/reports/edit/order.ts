import type { Place } from '../../../api/reportChanges'

/** The ids with one of them at another index. */
export function moved(ids: string[], id: string, to: number): string[] {
  const rest = ids.filter((one) => one !== id)
  const at = Math.max(0, Math.min(to, rest.length))
  return [...rest.slice(0, at), id, ...rest.slice(at)]
}

/** Where an id of a list stands, as the API wants to know it. */
export function placeOf(ids: string[], id: string): Place {
  const i = ids.indexOf(id)
  if (i > 0) return { after: ids[i - 1] }
  return ids.length > 1 ? { before: ids[1] } : {}
}

/** The place behind the block of an index; −1: at the beginning. */
export function placeBehind(ids: string[], index: number): Place {
  if (index >= 0) return { after: ids[index] }
  return ids.length > 0 ? { before: ids[0] } : {}
}
