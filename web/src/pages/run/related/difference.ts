import { Entries, type Json, writeJson } from '../../../tree/json'
import { kindOf } from '../../../tree/rows'

export type Difference = { key: string; mine: string; theirs: string }

const long = 200 // characters: longer values aren't compared

/** The keys of a config by which runs are compared: values on one line, not too long. */
export function comparedKeys(config: Entries, most: number): string[] {
  return config.list
    .filter(([key, v]) => key !== '' && kindOf(v) !== 'object' && writeJson(v).length <= long)
    .slice(0, most)
    .map(([key]) => key)
}

/** A key as a column: config.lr, config."a.b". */
export function columnOf(key: string): string {
  return /^[A-Za-z0-9_/@$-]+$/.test(key) ? `config.${key}` : `config.${JSON.stringify(key)}`
}

/** Where two configs differ in keys. */
export function differences(mine: Entries, theirs: unknown, keys: string[]): Difference[] {
  const others = typeof theirs === 'object' && theirs !== null ? (theirs as Record<string, unknown>) : {}
  const out: Difference[] = []
  for (const key of keys) {
    const a = mine.get(key)
    const b = Object.hasOwn(others, key) ? others[key] : undefined
    if (!same(a, b)) out.push({ key, mine: said(a === undefined ? undefined : plainOf(a)), theirs: said(b) })
  }
  return out
}

const plainOf = (v: Json): unknown => JSON.parse(writeJson(v).replace(/\b(NaN|-?Infinity)\b/g, 'null'))
const same = (a: Json | undefined, b: unknown): boolean => said(a === undefined ? undefined : plainOf(a)) === said(b)

function said(v: unknown): string {
  if (v === undefined) return 'not set'
  return typeof v === 'string' ? v : v instanceof Entries ? writeJson(v) : JSON.stringify(v)
}
