import { queryOptions } from '@tanstack/react-query'
import { address } from './address'
import { body, type Schemas } from './client'
import { everywhere } from './everywhere'
import type { When } from './when'

export type Job = Schemas['JobsStatus']

/** Rebuilds and verifications; asked every second while one runs. */
export const jobsQuery = (w: When) =>
  queryOptions({
    queryKey: everywhere(w, 'admin', 'jobs'),
    queryFn: ({ signal }) => body(w.api.GET('/api/v1/admin/jobs', { signal })),
    refetchInterval: (q) => (q.state.data?.jobs?.some((j) => j.state === 'running') ? 1000 : false),
  })

/** Records that couldn't be applied. */
export const asideQuery = (w: When, limit: number) =>
  queryOptions({
    queryKey: everywhere(w, 'admin', 'set-aside', limit),
    queryFn: ({ signal }) => body(w.api.GET('/api/v1/admin/set-aside', { params: { query: { limit } }, signal })),
  })

/** What /readyz says: it isn't of the API, so it's treated as unknown. */
export type Health = {
  version: string
  ready: boolean
  reason: string
  parts: { name: string; ready: boolean; reason: string }[]
  guarantee: string
}

export const healthQuery = (w: When) =>
  queryOptions({
    queryKey: everywhere(w, 'admin', 'health'),
    refetchInterval: 5000,
    queryFn: async ({ signal }) => healthOf(await (await fetch(address('readyz'), { signal })).json()),
  })

const record = (v: unknown): Record<string, unknown> =>
  typeof v === 'object' && v !== null ? (v as Record<string, unknown>) : {}

export function healthOf(answer: unknown): Health {
  const a = record(answer)
  const parts = Array.isArray(a.parts) ? a.parts.map(record) : []
  return {
    version: String(a.version ?? 'unknown'),
    ready: a.ready === true,
    reason: String(a.reason ?? ''),
    guarantee: String(a.log_guarantee ?? ''),
    parts: parts.map((p) => ({
      name: String(p.name ?? ''),
      ready: p.ready === true,
      reason: String(p.reason ?? ''),
    })),
  }
}
