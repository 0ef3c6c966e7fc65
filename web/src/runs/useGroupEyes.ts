import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { showProblem } from '../api/change'
import { body } from '../api/client'
import { chosen, groupingOf, type RunGroup, type RunSet } from '../api/runs'
import { keyOf, type Scope, useNow, useScope } from '../api/scope'
import { both } from '../filter/expr'
import { groupKey } from './rows'
import { useRunSet } from './useRunSet'
import { useVisibility } from './useVisibility'
import { someEyes } from './visibility'

const P = '/api/v1/projects/{entity}/{project}' as const
const most = 20_000 // runs of a group whose eyes are switched at once

/** How many runs of each group are among some: those whose eye isn't as the others'. */
const amongQuery = (s: Scope, set: RunSet | undefined, among: string[]) => {
  const { by, allExcept } = groupingOf(set)
  return {
    queryKey: keyOf(s, 'runs', 'groups', set?.id, 'among', among),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const { groups } = await body(
        s.api.POST(`${P}/runs:groups`, {
          params: { path: s.path },
          body: {
            ...chosen(set),
            filter: both(set?.filter, `id in (${among.map((id) => JSON.stringify(id)).join(', ')})`),
            ...(allExcept ? { all_except: allExcept } : { by }),
            limit: 10_000,
          },
          signal,
        }),
      )
      return Object.fromEntries((groups ?? []).map((g) => [groupKey(g), g.count]))
    },
  }
}

/** The eyes of groups: on, off, or on for some of their runs. */
export function useGroupEyes(workspace: string, grouped: boolean) {
  const scope = useScope()
  const now = useNow()
  const { runSet } = useRunSet(workspace)
  const { eyes, change } = useVisibility(workspace)
  const differ = useMemo(
    () =>
      Object.keys(eyes.byRun)
        .filter((run) => eyes.byRun[run] !== eyes.others)
        .sort()
        .slice(0, 10_000),
    [eyes],
  )
  const among = useQuery({ ...amongQuery(scope, runSet, differ), enabled: grouped && differ.length > 0 })
  const shown = useCallback(
    (g: RunGroup): boolean | 'some' => {
      const n = differ.length > 0 ? (among.data?.[groupKey(g)] ?? 0) : 0
      return n === 0 ? eyes.others : n >= g.count ? !eyes.others : 'some'
    },
    [among.data, differ, eyes.others],
  )
  const toggle = useCallback(
    (g: RunGroup) => {
      const on = shown(g) !== true
      runsOf(now, runSet, g)
        .then((runs) => change(someEyes(eyes, runs, on)))
        .catch(showProblem)
    },
    [shown, now, runSet, change, eyes],
  )
  return { shown, toggle }
}

/** The ids of a group's runs. */
async function runsOf(now: Scope, set: RunSet | undefined, g: RunGroup): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await body(
      now.api.POST(`${P}/runs:query`, {
        params: { path: now.path },
        body: {
          ...chosen(set),
          filter: both(set?.filter, g.filter),
          columns: ['name'],
          limit: 1000,
          ...(cursor && { cursor }),
        },
      }),
    )
    for (const r of page.runs ?? []) ids.push(r.id)
    cursor = page.next_cursor
  } while (cursor && ids.length < most)
  return ids
}
