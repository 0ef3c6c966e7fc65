import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { AuditFilter } from '../../api/audit'

const texts = ['actor', 'key', 'type', 'subject_kind', 'subject', 'since', 'until'] as const
const names = [...texts, 'run', 'outcome'] as const

/** What the address says of the filter; what can't be read is left out. */
export function filterOf(params: URLSearchParams): AuditFilter {
  const filter: AuditFilter = {}
  for (const name of texts) {
    const value = params.get(name)
    if (value && !((name === 'since' || name === 'until') && Number.isNaN(Date.parse(value)))) filter[name] = value
  }
  const run = Number(params.get('run'))
  if (Number.isSafeInteger(run) && run > 0) filter.run = run
  const outcome = params.get('outcome')
  if (outcome === 'accepted' || outcome === 'repeated' || outcome === 'refused') filter.outcome = outcome
  return filter
}

/** The filter in the address, and how to change it; '' takes a field away. */
export function useAuditFilter() {
  const [params, setParams] = useSearchParams()
  const filter = useMemo(() => filterOf(params), [params])
  const set = useCallback(
    (change: Partial<Record<keyof AuditFilter, string>>) =>
      setParams((now) => {
        const next = new URLSearchParams(now)
        for (const [name, value] of Object.entries(change)) {
          if (value) next.set(name, value)
          else next.delete(name)
        }
        return next
      }),
    [setParams],
  )
  const clear = useCallback(
    () =>
      setParams((now) => {
        const next = new URLSearchParams(now)
        for (const name of names) next.delete(name)
        return next
      }),
    [setParams],
  )
  return { filter, set, clear }
}
