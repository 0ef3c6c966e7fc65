/** A field of runs as filters, sort orders, groupings and columns name it. */
export type Field = { scope: 'config' | 'summary'; path: string[] } | { scope: 'run'; name: string }

/** What a field's values are. Those of config and summary are whatever the trainer sent. */
export type Kind = 'any' | 'text' | 'state' | 'number' | 'time' | 'texts'

export const states = ['running', 'preempting', 'stopping', 'finished', 'failed', 'killed', 'crashed'] as const

/** The run's own fields, in the order in which they are offered, and how people call them. */
export const runFields: { name: string; kind: Kind; label: string }[] = [
  { name: 'name', kind: 'text', label: 'Name' },
  { name: 'state', kind: 'state', label: 'State' },
  { name: 'tags', kind: 'texts', label: 'Tags' },
  { name: 'user', kind: 'text', label: 'User' },
  { name: 'created', kind: 'time', label: 'Created' },
  { name: 'last_active', kind: 'time', label: 'Last active' },
  { name: 'seconds', kind: 'number', label: 'Compute time (s)' },
  { name: 'last_step', kind: 'number', label: 'Last step' },
  { name: 'first_step', kind: 'number', label: 'First step' },
  { name: 'points', kind: 'number', label: 'Points logged' },
  { name: 'group', kind: 'text', label: 'Group' },
  { name: 'job_type', kind: 'text', label: 'Job type' },
  { name: 'notes', kind: 'text', label: 'Notes' },
  { name: 'host', kind: 'text', label: 'Host' },
  { name: 'program', kind: 'text', label: 'Program' },
  { name: 'command', kind: 'text', label: 'Command' },
  { name: 'commit', kind: 'text', label: 'Commit' },
  { name: 'repo', kind: 'text', label: 'Repository' },
  { name: 'sweep', kind: 'text', label: 'Sweep' },
  { name: 'parent', kind: 'text', label: 'Parent run' },
  { name: 'color', kind: 'text', label: 'Colour' },
  { name: 'exit_code', kind: 'number', label: 'Exit code' },
  { name: 'number', kind: 'number', label: 'Number' },
  { name: 'id', kind: 'text', label: 'Id' },
]

const bare = /^[\p{L}\p{Nd}_\-/@$]+$/u
const key = /^(?:([\p{L}\p{Nd}_\-/@$]+)|("(?:[^"\\]|\\.)*")|'((?:[^'\\]|\\.)*)'|`([^`]*)`)/u

/** Reads a field; undefined: it's none. */
export function readField(text: string): Field | undefined {
  const scope = /^(config|summary)(?=\.)/i.exec(text)?.[1]?.toLowerCase()
  if (scope !== 'config' && scope !== 'summary') {
    const name = text.trim().toLowerCase()
    return runFields.some((f) => f.name === name) ? { scope: 'run', name } : undefined
  }
  const path: string[] = []
  let rest = text.slice(scope.length)
  while (rest.startsWith('.')) {
    const found = key.exec(rest.slice(1))
    if (!found) return undefined
    path.push(found[1] ?? (found[2] !== undefined ? unquoted(found[2]) : (found[3] ?? found[4] ?? '')))
    rest = rest.slice(1 + found[0].length)
  }
  return rest === '' ? { scope, path } : undefined
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}

/** A field as it is written. */
export function writeField(f: Field): string {
  if (f.scope === 'run') return f.name
  return [f.scope, ...f.path.map((k) => (bare.test(k) ? k : JSON.stringify(k)))].join('.')
}

export function kindOf(text: string): Kind {
  const f = readField(text)
  return f?.scope === 'run' ? (runFields.find((r) => r.name === f.name)?.kind ?? 'text') : 'any'
}

/** A field as people say it: "Created", "lr" or, where it matters, "config.lr". */
export function fieldLabel(text: string): string {
  const f = readField(text)
  if (!f) return text
  if (f.scope === 'run') return runFields.find((r) => r.name === f.name)?.label ?? f.name
  return f.path.join('.')
}

/** The value that an answer's row has at a field; undefined: it lacks it. */
export function valueAt(row: object, text: string): unknown {
  const f = readField(text)
  if (!f) return undefined
  if (f.scope === 'run') return (row as Record<string, unknown>)[f.name]
  let at: unknown = (row as Record<string, unknown>)[f.scope]
  for (const k of f.path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, k)) return undefined
    at = (at as Record<string, unknown>)[k]
  }
  return at ?? undefined
}
