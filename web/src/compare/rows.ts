import type { RunRow } from '../api/workspace'

/** A line of the comparison: one key, and what each run has there. */
export type Line = {
  section: 'run' | 'config' | 'summary'
  key: string
  values: unknown[] // undefined: the run doesn't have it
  differs: boolean
  /** Which values are unlike the first one that there is. */
  unlike: boolean[]
}

const ownFields: (keyof RunRow)[] = [
  'state',
  'user',
  'tags',
  'notes',
  'group',
  'job_type',
  'created',
  'seconds',
  'last_step',
  'points',
  'exit_code',
  'host',
  'program',
  'command',
  'commit',
  'repo',
  'sweep',
  'parent',
]

/** Fields that are never the same: no difference to speak of. */
const always = new Set<string>(['created', 'seconds'])

const mostDeep = 12

/** The comparison of runs: the runs' own fields, then config and summary key by key. */
export function linesOf(runs: RunRow[]): Line[] {
  return [
    ...ownFields
      .map((f) =>
        line(
          'run',
          String(f),
          runs.map((r) => empty(r[f])),
        ),
      )
      .filter((l) => l.values.some((v) => v !== undefined)),
    ...section(
      'config',
      runs.map((r) => r.config),
    ),
    ...section(
      'summary',
      runs.map((r) => r.summary),
    ),
  ]
}

const empty = (v: unknown) => (v === null || v === '' || (Array.isArray(v) && v.length === 0) ? undefined : v)

function section(name: 'config' | 'summary', objects: unknown[]): Line[] {
  const keys = new Map<string, unknown[]>()
  for (const [i, o] of objects.entries()) {
    for (const [key, value] of leaves(o)) {
      const at = keys.get(key) ?? new Array(objects.length).fill(undefined)
      at[i] = value
      keys.set(key, at)
    }
  }
  return [...keys].map(([key, values]) => line(name, key, values)).sort((a, b) => order.compare(a.key, b.key))
}

const order = new Intl.Collator('en', { numeric: true })

/** The values of an object that aren't objects themselves, by path. */
function* leaves(v: unknown, path = '', depth = 0): Generator<[string, unknown]> {
  const nested = typeof v === 'object' && v !== null && !Array.isArray(v) && depth < mostDeep
  const members = nested ? Object.entries(v) : []
  if (members.length === 0) {
    if (path !== '') yield [path, v]
    return
  }
  for (const [k, inner] of members) yield* leaves(inner, path === '' ? k : `${path}.${k}`, depth + 1)
}

function line(name: Line['section'], key: string, values: unknown[]): Line {
  const texts = values.map((v) => (v === undefined ? undefined : JSON.stringify(v)))
  const reference = texts.find((t) => t !== undefined)
  const unlike = texts.map((t) => t !== reference)
  return { section: name, key, values, unlike, differs: !(name === 'run' && always.has(key)) && unlike.some(Boolean) }
}

/** The lines that match a search, all or only those in which runs differ. */
export function shownLines(lines: Line[], search: string, differences: boolean): Line[] {
  const s = search.trim().toLowerCase()
  return lines.filter(
    (l) =>
      (!differences || l.differs) &&
      (s === '' ||
        l.key.toLowerCase().includes(s) ||
        l.values.some((v) => v !== undefined && String(v).toLowerCase().includes(s))),
  )
}
