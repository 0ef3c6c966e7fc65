import type { Noun } from '../api/scope'

/** What the live stream tells: see LiveChange in the API. */
export type Change = {
  position: string
  runs?: string[] | 'many'
  rows?: string[] | 'many'
  kinds?: Record<string, number>
  documents?: { kind: string; id: string }[] | 'many'
}

const byKind: Record<string, Noun[]> = {
  run: ['runs', 'run', 'overview', 'trash', 'panel-data'],
  project: ['project', 'overview', 'trash'],
  workspace: ['workspace', 'panel-data', 'runs'],
  section: ['workspace'],
  panel: ['workspace', 'panel-data'],
  report: ['reports'],
  block: ['reports'],
  comment: ['reports'],
  share: ['reports'],
}

const everything: Noun[] = [
  'project',
  'overview',
  'runs',
  'run',
  'keys',
  'points',
  'files',
  'workspace',
  'panel-data',
  'reports',
  'audit',
  'undo',
  'trash',
]

/** The nouns that a change made stale. */
export function staleBy(change: Change): Set<Noun> {
  const out = new Set<Noun>()
  const add = (nouns: Noun[]) => {
    for (const n of nouns) out.add(n)
  }
  if (change.runs) add(['points', 'files', 'panel-data', 'keys', 'overview'])
  if (change.rows) add(['runs', 'run', 'keys', 'panel-data', 'overview'])
  if (change.kinds && Object.keys(change.kinds).length > 0) add(['audit', 'undo'])
  if (change.documents === 'many') add(everything)
  else for (const d of change.documents ?? []) add(byKind[d.kind] ?? everything)
  return out
}

/** After a gap: everything. */
export const staleByResync: ReadonlySet<Noun> = new Set(everything)
