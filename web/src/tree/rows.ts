import { farOf } from './far'
import { Entries, Exact, type Json } from './json'

export type Path = readonly (string | number)[]

/** A line of the tree. */
export type Row = {
  path: Path
  /** Identifies the row: keys may be anything, also equal ones. */
  id: string
  key: string | number
  value: Json
  depth: number
  /** How many values lie directly in it; undefined: it's no object or list. */
  size?: number
  open?: boolean
}

export type Kind = 'null' | 'boolean' | 'number' | 'text' | 'list' | 'object'

export function kindOf(value: Json): Kind {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return 'text'
  if (value instanceof Exact) return 'number'
  return value instanceof Entries ? 'object' : 'list'
}

const children = (value: Json): [string | number, Json][] =>
  value instanceof Entries ? (farOf(value) ? [] : value.list) : Array.isArray(value) ? value.map((v, i) => [i, v]) : []

/** Which objects and lists are open: all or none, but for those that were changed. */
export type Openness = { all: boolean; but: ReadonlySet<string> }

const isOpen = (o: Openness, id: string) => o.all !== o.but.has(id)

export const toggled = (o: Openness, id: string): Openness => {
  const but = new Set(o.but)
  if (!but.delete(id)) but.add(id)
  return { all: o.all, but }
}

/** How many values there are in all, up to a limit. */
export function countUpTo(value: Json, limit: number): number {
  let n = 0
  const left = [value]
  while (left.length > 0 && n < limit) {
    const v = left.pop()
    if (v === undefined) break
    for (const [, child] of children(v)) {
      n++
      left.push(child)
    }
  }
  return n
}

/** The lines to show. With a search: what it's found in, with what leads there, all open. */
export function rowsOf(root: Json, openness: Openness, search = ''): Row[] {
  const rows: Row[] = []
  const needle = search.toLowerCase()
  const seen = new Map<string, number>()
  // Lists and objects still to walk, the next one last.
  type Step = { path: Path; id: string; value: Json; key: string | number }
  const stepsOf = (path: Path, id: string, value: Json): Step[] =>
    children(value)
      .map(([key, v]) => {
        const plain = `${id}/${typeof key === 'number' ? key : escaped(key)}`
        const times = seen.get(plain) ?? 0
        seen.set(plain, times + 1)
        return { path: [...path, key], id: times ? `${plain}~${times + 1}` : plain, value: v, key }
      })
      .reverse()
  const kept = needle ? matching(root, needle) : undefined
  const left = stepsOf([], '', root)
  for (let step = left.pop(); step; step = left.pop()) {
    const { path, id, value, key } = step
    const kin = children(value)
    if (kept && !keeps(kept, path, value, needle)) continue
    const row: Row = { path, id, key, value, depth: path.length - 1 }
    if ((value instanceof Entries && !farOf(value)) || Array.isArray(value)) {
      row.size = kin.length
      row.open = kin.length > 0 && (kept ? openness.but.has(id) === false : isOpen(openness, id))
    }
    rows.push(row)
    if (row.open) for (const one of stepsOf(path, id, value)) left.push(one)
  }
  return rows
}

const escaped = (key: string) => key.replace(/[~/]/g, (c) => (c === '~' ? '~0' : '~1'))

/** Objects and lists in which something is found. Scalars are judged as they are walked. */
function matching(root: Json, needle: string): Set<Json> {
  const kept = new Set<Json>()
  const walk: { value: Json; under: boolean; parents: Json[] }[] = [{ value: root, under: false, parents: [] }]
  for (let one = walk.pop(); one; one = walk.pop()) {
    for (const [key, value] of children(one.value)) {
      const parents = [...one.parents, one.value]
      const found = one.under || String(key).toLowerCase().includes(needle) || contains(value, needle)
      if (found) for (const p of parents) kept.add(p)
      if (typeof value === 'object' && value !== null && !(value instanceof Exact)) {
        if (found) kept.add(value)
        walk.push({ value, under: found, parents })
      }
    }
  }
  return kept
}

function keeps(kept: Set<Json>, path: Path, value: Json, needle: string): boolean {
  if (kept.has(value) && typeof value === 'object') return true
  return path.some((key) => String(key).toLowerCase().includes(needle)) || contains(value, needle)
}

const contains = (value: Json, needle: string): boolean => {
  if (typeof value === 'string') return value.toLowerCase().includes(needle)
  if (value instanceof Exact) return value.text.toLowerCase().includes(needle)
  if (value === null || typeof value === 'boolean') return String(value) === needle
  return false
}

/** A path as a program would write it: opt.lr, layers[3], "a b". */
export function pathText(path: Path): string {
  let out = ''
  for (const key of path) {
    if (typeof key === 'number') out += `[${key}]`
    else if (/^[\w/$@-]+$/.test(key)) out += (out && '.') + key
    else out += (out && '.') + JSON.stringify(key)
  }
  return out
}

/** The value of a first-level key after one within it was replaced. */
export function replaced(value: Json, path: Path, by: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((v, i) => (i === key ? replaced(v, rest, by) : v))
  if (value instanceof Entries)
    return new Entries(value.list.map(([k, v]) => [k, k === key ? replaced(v, rest, by) : v]))
  return value
}
