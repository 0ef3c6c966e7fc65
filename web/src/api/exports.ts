import { address } from './address'
import type { Scope } from './scope'

/** Formats of an export, and what they're called. */
export const formats = [
  ['csv', 'CSV'],
  ['ndjson', 'NDJSON'],
  ['parquet', 'Parquet'],
  ['arrow', 'Arrow'],
] as const
export type Format = (typeof formats)[number][0]
export type What = 'runs' | 'history'

/** Which runs an export is of: these, or those that are chosen as in the table. */
export type Chosen = { ids: string[] } | { filter?: string; search?: string; regex?: boolean; sort?: string[] | null }

const longest = 6000 // characters of an address that every proxy takes

/** The address of an export; undefined: it would be too long, see post. */
export function exportLink(s: Scope, what: What, format: Format, of: Chosen): string | undefined {
  const q = new URLSearchParams({ what, format })
  if (s.asOf) q.set('as_of', s.asOf)
  if ('ids' in of) for (const id of of.ids) q.append('runs', id)
  else {
    if (of.filter) q.set('filter', of.filter)
    if (of.search) q.set('search', of.search)
    if (of.search && of.regex) q.set('regex', 'true')
    for (const key of of.sort ?? []) q.append('sort', key)
  }
  const path = `api/v1/projects/${encodeURIComponent(s.entity)}/${encodeURIComponent(s.project)}/export?${q}`
  return path.length > longest ? undefined : address(path)
}

/** Asks for an export of a long list of runs, and gives it to the browser as a file. */
export async function downloadLong(s: Scope, what: What, format: Format, ids: string[]): Promise<void> {
  const { data } = await s.api.POST('/api/v1/projects/{entity}/{project}/export', {
    params: { path: s.path },
    body: { what, format, runs: ids },
    parseAs: 'blob',
  })
  const url = URL.createObjectURL(data as Blob)
  const a = document.createElement('a')
  a.href = url
  a.download = `${s.project}-${what}.${format}`
  a.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
