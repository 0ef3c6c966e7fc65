import { readField, writeField } from '../filter/field'
import { isObject } from './spec'

/** A field of runs: of the run itself, or a path in config or summary; without one all of it. */
export type Field = { scope: 'run' | 'config' | 'summary'; path: string[] }

/** Reads a field; undefined: it isn't one. */
export function parseField(text: string): Field | undefined {
  if (text === 'config' || text === 'summary') return { scope: text, path: [] }
  const f = readField(text)
  return f?.scope === 'run' ? { scope: 'run', path: [f.name] } : f
}

/** Writes a field as the server does. */
export function fieldText({ scope, path }: Field): string {
  return writeField(scope === 'run' ? { scope, name: path[0] ?? '' } : { scope, path })
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
