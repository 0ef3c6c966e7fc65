import type { Scope } from '../../../api/scope'

/** Formats of a history, and what they're called. */
export const formats = [
  ['csv', 'CSV'],
  ['ndjson', 'NDJSON'],
  ['parquet', 'Parquet'],
  ['arrow', 'Arrow'],
] as const

/** Where the whole history of a run is, in a format. */
export function exportAddress(s: Scope, run: string, format: string): string {
  const path = [s.entity, s.project].map(encodeURIComponent).join('/')
  const query = new URLSearchParams({ what: 'history', format, runs: run, ...(s.asOf && { as_of: s.asOf }) })
  return `api/v1/projects/${path}/export?${query}`
}
