// Fields of runs as the API writes them: state, config.lr, summary."a b".c

/** What a field is about. */
export type Scope = 'run' | 'config' | 'summary'

export type Field = {
  scope: Scope /** Keys below config or summary; of the run's own fields its name. */
  path: string[]
}

const part = /"((?:[^"\\]|\\.)*)"|[^."]+/y

/** Reads a field; undefined if it's none. */
export function parseField(text: string): Field | undefined {
  const path: string[] = []
  let at = 0
  for (;;) {
    part.lastIndex = at
    const m = part.exec(text)
    if (!m) return undefined
    path.push(m[1] === undefined ? m[0] : unquoted(m[0]))
    at = part.lastIndex
    if (at === text.length) break
    if (text[at] !== '.') return undefined
    at++
  }
  const [first, ...rest] = path
  if (first === 'config' || first === 'summary') return rest.length > 0 ? { scope: first, path: rest } : undefined
  return rest.length === 0 ? { scope: 'run', path } : undefined
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string
  } catch {
    return text.slice(1, -1)
  }
}

/** A field without its scope, as a heading: "lr", "optimizer.name", "test/loss". */
export function headingOf(field: string): string {
  const f = parseField(field)
  if (!f) return field
  if (f.scope === 'run') return names[field] ?? field
  return f.path.join('.')
}

/** The run's own fields as people say them. */
export const names: Record<string, string> = {
  name: 'Name',
  number: 'No.',
  id: 'Id',
  state: 'State',
  user: 'User',
  tags: 'Tags',
  notes: 'Notes',
  group: 'Group',
  job_type: 'Job type',
  host: 'Host',
  program: 'Program',
  commit: 'Commit',
  repo: 'Repository',
  sweep: 'Sweep',
  parent: 'Parent',
  command: 'Command',
  color: 'Colour',
  created: 'Created',
  last_active: 'Last active',
  seconds: 'Duration',
  exit_code: 'Exit code',
  points: 'Points',
  first_step: 'First step',
  last_step: 'Last step',
}

/** What stands at a field of a run's row; undefined: nothing does. */
export function valueAt(row: Readonly<Record<string, unknown>>, field: Field): unknown {
  let v: unknown = field.scope === 'run' ? row : row[field.scope]
  for (const key of field.path) {
    if (typeof v !== 'object' || v === null || Array.isArray(v) || !Object.hasOwn(v, key)) return undefined
    v = (v as Record<string, unknown>)[key]
  }
  return v === null && field.scope === 'run' ? undefined : v
}
