import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { address } from './address'
import { body, type Schemas } from './client'
import { everywhere } from './everywhere'
import { nextCursor } from './pages'
import { keyOf, type Scope } from './scope'
import type { When } from './when'

export type Entry = Schemas['AuditEntry']

/** What narrows an audit trail; what isn't said doesn't. */
export type AuditFilter = {
  actor?: string
  key?: string
  /** An event type, or a prefix that ends with a dot. */
  type?: string
  subject_kind?: string
  subject?: string
  /** A run's number. */
  run?: number
  outcome?: 'accepted' | 'repeated' | 'refused'
  /** Times, RFC 3339. */
  since?: string
  until?: string
}

const limit = 100

/** The route answers other formats, too: JSON is what was asked for. */
const page = (answer: Promise<{ response: Response }>) =>
  body(answer as Promise<{ data?: Schemas['AuditPage']; response: Response }>)

/** The trail of a project; or, for administrators, of everything. */
export const trailQuery = (of: Scope | When, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: 'entity' in of ? keyOf(of, 'audit', filter) : everywhere(of, 'audit', filter),
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const query = { ...filter, limit, ...(pageParam && { cursor: pageParam }) }
      return 'entity' in of
        ? page(of.api.GET('/api/v1/projects/{entity}/{project}/audit', { params: { path: of.path, query }, signal }))
        : page(of.api.GET('/api/v1/audit', { params: { query }, signal }))
    },
    getNextPageParam: nextCursor,
  })

/** Where the whole trail is, as a file. */
export function auditFile(of: Scope | When, filter: AuditFilter, format: 'csv' | 'ndjson'): string {
  const at =
    'entity' in of
      ? `api/v1/projects/${encodeURIComponent(of.entity)}/${encodeURIComponent(of.project)}/audit`
      : 'api/v1/audit'
  const query = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value))
  if (of.asOf) query.set('as_of', of.asOf)
  return address(`${at}?${query}`)
}
