// JSON with nothing lost: JSON.parse would round integers above 2^53, make 1e400 infinite,
// and drop a key "__proto__" or one of two equal keys.

/** A number as it was written. */
export class Exact {
  constructor(readonly text: string) {}
}

/** An object with its keys in their order. */
export class Entries {
  constructor(readonly list: [key: string, value: Json][] = []) {}

  get(key: string): Json | undefined {
    return this.list.find(([k]) => k === key)?.[1]
  }
}

export type Json = null | boolean | string | Exact | Json[] | Entries

const blank = /[ \t\n\r]*/y
// A bare NaN or infinity isn't JSON, but programs write them.
const number = /-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|NaN/y
const quoted = /"(?:[^"\\]|\\.)*"/sy
const word = /true|false|null/y

type Open = { to: Json[] } | { to: Entries; key: string }

/** Reads JSON. It isn't recursive: texts may be nested as deeply as they like. */
export function parseJson(text: string): Json {
  let at = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const fault = () => new SyntaxError(`not JSON at character ${at}`)
  const key = (): string => {
    take(blank)
    const k = take(quoted)
    take(blank)
    if (!k || text[at++] !== ':') throw fault()
    return JSON.parse(k) as string
  }
  const open: Open[] = []
  for (;;) {
    take(blank)
    let value = simple(take, text[at])
    if (value === undefined) {
      const list = text[at] === '['
      if (!list && text[at] !== '{') throw fault()
      at++
      take(blank)
      if (text[at] === (list ? ']' : '}')) {
        at++
        value = list ? [] : new Entries()
      } else {
        open.push(list ? { to: [] } : { to: new Entries(), key: key() })
        continue
      }
    }
    // A value is complete: it belongs to what is open, which may be complete with it.
    for (;;) {
      take(blank)
      const top = open.at(-1)
      if (!top) {
        if (at < text.length) throw fault()
        return value
      }
      if ('key' in top) top.to.list.push([top.key, value])
      else top.to.push(value)
      const next = text[at++]
      if (next === ',') {
        if ('key' in top) top.key = key()
        break
      }
      if (next !== ('key' in top ? '}' : ']')) throw fault()
      value = top.to
      open.pop()
    }
  }
}

function simple(take: (pattern: RegExp) => string, first: string | undefined): Json | undefined {
  if (first === undefined || first === '{' || first === '[') return undefined
  if (first === '"') {
    const q = take(quoted)
    return q ? (JSON.parse(q) as string) : undefined
  }
  const n = take(number)
  if (n) return new Exact(n)
  switch (take(word)) {
    case 'true':
      return true
    case 'false':
      return false
    case 'null':
      return null
  }
  return undefined
}

/** Writes JSON; numbers as they were written. */
export function writeJson(value: Json, indent = '', inside = ''): string {
  if (value instanceof Exact) return value.text
  const deeper = inside + indent
  const gap = indent ? `\n${deeper}` : ''
  const end = indent ? `\n${inside}` : ''
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[${value.map((v) => gap + writeJson(v, indent, deeper)).join(',')}${end}]`
  }
  if (value instanceof Entries) {
    const colon = indent ? ': ' : ':'
    const parts = value.list.map(([k, v]) => gap + JSON.stringify(k) + colon + writeJson(v, indent, deeper))
    return parts.length === 0 ? '{}' : `{${parts.join(',')}${end}}`
  }
  return JSON.stringify(value)
}

/** What a person typed: JSON where it is some, else the text itself. */
export function readTyped(text: string): Json {
  try {
    const value = parseJson(text)
    // A bare NaN can't be sent as JSON: the API takes it as a text.
    return value instanceof Exact && !/\d/.test(value.text) ? value.text : value
  } catch {
    return text
  }
}

/** A value as one would type it: a text without quotes, unless it would be read as something else. */
export function asTyped(value: Json): string {
  if (typeof value !== 'string') return writeJson(value, '  ')
  return readTyped(value) === value ? value : JSON.stringify(value)
}
