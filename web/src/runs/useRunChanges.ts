import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useChange } from '../api/change'
import { body, type Schemas } from '../api/client'
import type { Noun, Scope } from '../api/scope'
import { useNow } from '../api/scope'
import type { RunRow } from '../api/workspace'
import { useNotifyUndo } from '../undo/useNotifyUndo'

const R = '/api/v1/projects/{entity}/{project}/runs/{run}' as const
const P = '/api/v1/projects/{entity}/{project}' as const

const shownAt: Noun[] = ['runs', 'run', 'panel-data', 'points', 'overview']

type Edit = { run: string; change: Schemas['HttpRunChanges'] }

/** What a change of a run changes of its row. */
function rowAfter({ display_name, color, tags, notes }: Schemas['HttpRunChanges']): Partial<RunRow> {
  return {
    ...(display_name !== undefined && { name: display_name }),
    ...(color !== undefined && { color }),
    ...(tags !== undefined && { tags }),
    ...(notes !== undefined && { notes }),
  }
}

/** Shows a change in all lists of runs at once; what is read after it says what is so. */
function showAtOnce(queries: QueryClient, now: Scope, run: string, change: Partial<RunRow>): void {
  const inRows = (rows: unknown): unknown =>
    Array.isArray(rows) ? rows.map((r: RunRow) => (r?.id === run ? { ...r, ...change } : r)) : rows
  queries.setQueriesData({ queryKey: ['project', `${now.entity}/${now.project}`, 'runs', 'now'] }, (data: unknown) => {
    if (typeof data !== 'object' || data === null) return data
    if ('runs' in data) return { ...data, runs: inRows(data.runs) }
    if ('pages' in data && Array.isArray(data.pages)) {
      return { ...data, pages: data.pages.map((p: object) => ('runs' in p ? { ...p, runs: inRows(p.runs) } : p)) }
    }
    return data
  })
}

/** Everything that people change about runs. Each can be undone; what takes a run away offers it. */
export function useRunChanges() {
  const queries = useQueryClient()
  const now = useNow()
  const notifyUndo = useNotifyUndo()
  const { mutate: edit } = useChange((s, { run, change }: Edit) => {
    showAtOnce(queries, s, run, rowAfter(change))
    return body(s.api.PATCH(R, { params: { path: { ...s.path, run } }, body: change }))
  }, shownAt)
  const { mutate: remove } = useChange(
    (s, { id }: Pick<RunRow, 'id' | 'name'>) => body(s.api.DELETE(R, { params: { path: { ...s.path, run: id } } })),
    [...shownAt, 'workspace', 'trash', 'keys'],
    { done: (answer, { name }) => notifyUndo(`Run ${name} deleted`, answer.action) },
  )
  const { mutate: stop } = useChange(
    (s, { id }: Pick<RunRow, 'id' | 'name'>) => {
      showAtOnce(queries, s, id, { state: 'stopping' })
      return body(s.api.POST(`${R}/stop`, { params: { path: { ...s.path, run: id } } }))
    },
    ['runs', 'run'],
  )
  const { mutate: move } = useChange(
    (s, { runs, to }: { runs: string[]; to: { entity: string; project: string } }) =>
      body(s.api.POST(`${P}/runs:move`, { params: { path: s.path }, body: { runs, ...to } })),
    [...shownAt, 'workspace', 'keys'],
    {
      done: (answer, { runs, to }) =>
        notifyUndo(
          `${runs.length === 1 ? 'The run was' : `${runs.length} runs were`} moved to ${to.entity}/${to.project}`,
          answer.action,
        ),
    },
  )
  return useMemo(
    () => ({
      rename: (run: string, name: string) => edit({ run, change: { display_name: name } }),
      recolour: (run: string, color: string) => edit({ run, change: { color } }),
      tag: (run: string, tags: string[]) => edit({ run, change: { tags } }),
      note: (run: string, notes: string) => edit({ run, change: { notes } }),
      remove: (run: Pick<RunRow, 'id' | 'name'>) => remove(run),
      stop: (run: Pick<RunRow, 'id' | 'name'>) => stop(run),
      move: (runs: string[], to: { entity: string; project: string }) => move({ runs, to }),
      /** For what isn't above. */
      showAtOnce: (run: string, change: Partial<RunRow>) => showAtOnce(queries, now, run, change),
    }),
    [edit, remove, stop, move, queries, now],
  )
}
