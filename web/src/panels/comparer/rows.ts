import type { RunRow } from '../../api/workspace'
import { type Field, fieldText, parseField, valueAt } from '../field'
import { isObject } from '../spec'

/** A line of the comparer: a field, and what each run has there. */
export type Comparison = {
  field: string
  name: string
  part: 'run' | 'config' | 'summary'
  values: unknown[]
  differs: boolean
}

const ofRun = [
  'state',
  'user',
  'created',
  'seconds',
  'group',
  'job_type',
  'tags',
  'notes',
  'commit',
  'program',
  'command',
  'host',
  'exit_code',
  'points',
  'last_step',
]

/** As deep as values are taken apart, and as many fields as are compared. */
const deepest = 8
const mostFields = 20_000

/** All fields of runs, or those that are named, in the order run, config, summary, by name. */
export function comparisons(runs: RunRow[], fields?: string[]): Comparison[] {
  const chosen = fields && fields.length > 0 ? fields.flatMap((f) => parseField(f) ?? []) : undefined
  const found = new Map<string, Field>()
  const add = (f: Field) => {
    if (found.size < mostFields) found.set(fieldText(f), f)
  }
  if (chosen) {
    for (const f of chosen) {
      // A whole object is compared key by key.
      if (f.scope === 'run') add(f)
      else for (const r of runs) leaves(valueAt(r, f), f, add)
    }
  } else {
    for (const name of ofRun) add({ scope: 'run', path: [name] })
    for (const r of runs) {
      leaves(r.config, { scope: 'config', path: [] }, add)
      leaves(r.summary, { scope: 'summary', path: [] }, add)
    }
  }
  const lines = [...found].map(([field, f]) => comparison(runs, field, f))
  const order = { run: 0, config: 1, summary: 2 }
  return lines
    .filter(
      (l) =>
        l.part !== 'run' || l.values.some((v) => v !== undefined && v !== '' && !(Array.isArray(v) && v.length === 0)),
    )
    .sort(
      (a, b) =>
        order[a.part] - order[b.part] || (a.part === 'run' ? 0 : a.name.localeCompare(b.name, 'en', { numeric: true })),
    )
}

function comparison(runs: RunRow[], field: string, f: Field): Comparison {
  const values = runs.map((r) => valueAt(r, f))
  const first = canonical(values[0])
  return {
    field,
    name: f.path.join('.') || f.scope,
    part: f.scope,
    values,
    differs: values.some((v) => canonical(v) !== first),
  }
}

/** The fields within a value: those of objects, but not of media, whose keys describe a file. */
function leaves(value: unknown, at: Field, add: (f: Field) => void) {
  if (isObject(value) && !('_type' in value) && at.path.length < deepest && Object.keys(value).length > 0) {
    for (const [key, v] of Object.entries(value)) leaves(v, { scope: at.scope, path: [...at.path, key] }, add)
    return
  }
  if (value !== undefined && at.path.length > 0) add(at)
}

/** Equal texts for equal values: the order of keys doesn't count. */
function canonical(v: unknown): string {
  return (
    JSON.stringify(v, (_, one: unknown) =>
      isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
    ) ?? 'none'
  )
}

/** The lines to show: with a part in name or a value, in any case; only those that differ. */
export function narrowed(lines: Comparison[], search: string, onlyDifferences: boolean): Comparison[] {
  const part = search.trim().toLowerCase()
  return lines.filter(
    (l) =>
      (!onlyDifferences || l.differs) &&
      (part === '' ||
        l.field.toLowerCase().includes(part) ||
        l.values.some(
          (v) => typeof v !== 'object' && v !== undefined && String(v).slice(0, 1000).toLowerCase().includes(part),
        )),
  )
}
