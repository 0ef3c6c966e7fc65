/** Which runs are chosen: these, or all that match but these. */
export type Selection = { all: boolean; ids: ReadonlySet<string> }

export const nothing: Selection = { all: false, ids: new Set() }
export const everything: Selection = { all: true, ids: new Set() }

export const chosen = (s: Selection, id: string) => s.ids.has(id) !== s.all

/** How many of the matching runs are chosen. */
export const countOf = (s: Selection, matched: number) => (s.all ? Math.max(0, matched - s.ids.size) : s.ids.size)

/** Chooses runs, or takes them out. */
export function set(s: Selection, ids: Iterable<string>, on: boolean): Selection {
  const next = new Set(s.ids)
  for (const id of ids) {
    if (on !== s.all) next.add(id)
    else next.delete(id)
  }
  return { all: s.all, ids: next }
}

/** In the address: few ids, or "*" and those left out; too many aren't written. */
const mostWritten = 100

export function writeSelection(s: Selection): string[] {
  if (s.ids.size > mostWritten) return []
  return s.all ? ['*', ...s.ids] : [...s.ids]
}

export const readSelection = (list: string[]): Selection =>
  list[0] === '*' ? { all: true, ids: new Set(list.slice(1)) } : { all: false, ids: new Set(list) }
