import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { body } from '../../../api/client'
import { keyOf, type Scope, useNow } from '../../../api/scope'

const at = '/api/v1/projects/{entity}/{project}/runs:query'

const foundQuery = (s: Scope, search: string) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'to pick', search),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const request = { search, limit: 50, columns: ['name'] }
      return (await body(s.api.POST(at, { params: { path: s.path }, body: request, signal }))).runs ?? []
    },
  })

const pickedQuery = (s: Scope, ids: string[]) =>
  queryOptions({
    queryKey: keyOf(s, 'runs', 'picked', ids),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const filter = `id in (${ids.map((id) => JSON.stringify(id)).join(', ')})`
      const request = { filter, limit: 1000, columns: ['name'] }
      return (await body(s.api.POST(at, { params: { path: s.path }, body: request, signal }))).runs ?? []
    },
  })

/** Runs by a part of their names, and the names of those that were picked. */
export function usePickableRuns(picked: string[]) {
  const now = useNow()
  const [search, setSearch] = useState('')
  const found = useQuery(foundQuery(now, search))
  const chosen = useQuery(pickedQuery(now, picked))
  const options = new Map(picked.map((id) => [id, { value: id, label: `${id} (gone)` }]))
  for (const r of [...(chosen.data ?? []), ...(found.data ?? [])]) options.set(r.id, { value: r.id, label: r.name })
  return { options: [...options.values()], search, setSearch }
}
