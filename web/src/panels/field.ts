import { isObject } from './spec'

/** A field of runs, as filters, columns and panels write it: of the run itself, or a path in config or summary. */
export type Field = { scope: 'run' | 'config' | 'summary'; path: string[] }

const bare = /^[\p{L}\p{N}_\-/@$]+$/u

/** Reads a field; undefined: it isn't one. Keys with other characters than bare ones stand in quotes. */
export function parseField(text: string): Field | undefined {
  const keys: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const quoted = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0]
    const key = quoted ?? /^[^."'`\s]+/.exec(rest)?.[0]
    if (!key) return undefined
    const said = quoted ? unquoted(quoted) : key
    if (said === undefined) return undefined
    keys.push(said)
    rest = rest.slice(key.length)
    if (rest === '') break
    if (!rest.startsWith('.') || rest === '.') return undefined
    rest = rest.slice(1)
  }
  const [first, ...path] = keys
  if (first === undefined) return undefined
  if (first === 'config' || first === 'summary') return { scope: first, path }
  return path.length === 0 ? { scope: 'run', path: [first.toLowerCase()] } : undefined
}

function unquoted(text: string): string | undefined {
  try {
    return String(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Writes a field as the server does. */
export function fieldText({ scope, path }: Field): string {
  if (scope === 'run') return path[0] ?? ''
  return [scope, ...path.map((key) => (bare.test(key) ? key : JSON.stringify(key)))].join('.')
}

/** The field of a metric's last value. */
export const summaryOf = (metric: string) => fieldText({ scope: 'summary', path: [metric] })

/** What a field is called where there's little room: the keys without where they are. */
export function fieldName(text: string): string {
  const f = parseField(text)
  return f ? f.path.join('.') || f.scope : text
}

/** The value of a field in a row of the runs table; undefined: it has none. */
export function valueAt(row: unknown, field: Field): unknown {
  let v: unknown = row
  for (const key of field.scope === 'run' ? field.path : [field.scope, ...field.path]) {
    if (!isObject(v) || !Object.hasOwn(v, key)) return undefined
    v = v[key]
  }
  return v ?? undefined
}

export function fieldValue(row: unknown, text: string): unknown {
  const f = parseField(text)
  return f && valueAt(row, f)
}
