import { Entries, Exact, type Json, writeJson } from '../../../tree/json'

/** Where a value of a config lies: keys from the outermost on. */
export type Place = string[]

export type Difference = { key: string; mine: string; theirs: string }

const long = 200 // characters: longer values aren't compared

/** The places by which configs are compared: values that are no objects, and not too long. */
export function comparedPlaces(config: Entries, most: number): Place[] {
  const out: Place[] = []
  const left: [Place, Json][] = [[[], config]]
  for (let one = left.pop(); one && out.length < most; one = left.pop()) {
    const [place, value] = one
    if (value instanceof Entries && (place.length === 0 || value.list.length > 0)) {
      const inside = value.list.filter(([key]) => key !== '').map(([key, v]): [Place, Json] => [[...place, key], v])
      left.push(...inside.reverse())
    } else if (writeJson(value).length <= long) out.push(place)
  }
  return out
}

const quoted = (key: string) => (/^[A-Za-z0-9_/@$-]+$/.test(key) ? key : JSON.stringify(key))

/** A place as it is said: lr, opt."weight decay". */
export const placeText = (place: Place): string => place.map(quoted).join('.')

/** A place as a column: config.lr, config.opt."a.b". */
export const columnOf = (place: Place): string => `config.${placeText(place)}`

/** Where two configs differ in some places. */
export function differences(mine: Entries, theirs: Entries, places: Place[]): Difference[] {
  const out: Difference[] = []
  for (const place of places) {
    const a = at(mine, place)
    const b = at(theirs, place)
    if (!same(a, b)) out.push({ key: placeText(place), mine: said(a), theirs: said(b) })
  }
  return out
}

function at(config: Entries, place: Place): Json | undefined {
  let value: Json | undefined = config
  for (const key of place) {
    if (!(value instanceof Entries)) return undefined
    value = value.get(key)
  }
  return value
}

/** 1 and 1.0 are the same number; beyond 2^53 every digit counts. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a instanceof Exact && b instanceof Exact && Number(a.text) === Number(b.text)) {
    return a.text === b.text || Math.abs(Number(a.text)) <= Number.MAX_SAFE_INTEGER
  }
  return said(a) === said(b)
}

function said(v: Json | undefined): string {
  if (v === undefined) return 'not set'
  return typeof v === 'string' ? v : writeJson(v)
}
