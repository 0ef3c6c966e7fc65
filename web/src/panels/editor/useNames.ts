import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type KeyScope, keysQuery } from '../../api/runs'
import { useNow } from '../../api/scope'
import { fieldText, parseField } from '../field'

/** What is chosen from: metrics, machine metrics, fields of runs, or keys of logged media. */
export type NameSource = 'metrics' | 'system' | 'fields' | 'config' | 'media'

const scopes: Record<NameSource, KeyScope[]> = {
  metrics: ['metrics'],
  system: ['system'],
  fields: ['config', 'summary'],
  config: ['config'],
  media: ['summary'],
}

export type Name = { name: string; runs?: number }

/** Names with a part in any case, as the server finds them; own fields of runs among fields. settled: they are all there are. */
export function useNames(source: NameSource, typed: string) {
  const scope = useNow()
  const [search] = useDebouncedValue(typed.trim(), 150)
  const query = useQuery(keysQuery(scope, scopes[source], source === 'media' ? '' : search))
  const names = useMemo((): Name[] => {
    const d = query.data
    if (!d) return []
    const counted = (list: { key: string; runs: number }[] | null | undefined) =>
      (list ?? []).map((k) => ({ name: k.key, runs: k.runs }))
    if (source === 'metrics') return counted(d.metrics)
    if (source === 'system') return counted(d.system)
    if (source === 'media')
      return mediaKeys(counted(d.summary)).filter((n) => n.name.toLowerCase().includes(search.toLowerCase()))
    const own = (d.run ?? []).filter((n) => n.includes(search.toLowerCase())).map((name) => ({ name }))
    return [...counted(d.config), ...counted(d.summary), ...own]
  }, [query.data, source, search])
  // What was found for other letters mustn't be chosen by mistake.
  const typedNow = typed.trim().toLowerCase()
  const matching = useMemo(() => names.filter((n) => n.name.toLowerCase().includes(typedNow)), [names, typedNow])
  return {
    names: matching,
    waiting: query.isPending,
    settled: search === typed.trim() && !query.isPlaceholderData && !query.isPending,
  }
}

/** Keys that hold media: those whose last value has a _type. */
function mediaKeys(summary: Name[]): Name[] {
  return summary.flatMap(({ name, runs }) => {
    const f = parseField(name)
    if (f?.path.at(-1) !== '_type' || f.path.length < 2) return []
    const path = f.path.slice(0, -1)
    return [
      {
        name: path.length === 1 ? (path[0] ?? '') : fieldText({ scope: 'summary', path }).slice('summary.'.length),
        runs,
      },
    ]
  })
}
