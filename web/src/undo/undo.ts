import type { QueryClient } from '@tanstack/react-query'
import { queryOptions } from '@tanstack/react-query'
import { stale } from '../api/change'
import { body, type Schemas } from '../api/client'
import { keyOf, type Scope } from '../api/scope'
import { staleBy } from '../live/stale'

export type NextUndo = Schemas['NextUndoBody']
export type Undone = Schemas['UndoAnswerBody']

const inProject = '/api/v1/projects/{entity}/{project}'
const inWorkspace = `${inProject}/workspaces/{workspace}` as const

/** What the reader would undo and redo next in a workspace. */
export const nextUndoQuery = (now: Scope, workspace: string) =>
  queryOptions({
    queryKey: keyOf(now, 'undo', workspace),
    queryFn: ({ signal }) =>
      body(now.api.GET(`${inWorkspace}/undo`, { params: { path: { ...now.path, workspace } }, signal })),
  })

/** Makes stale what an undone action was about. */
function touched(queries: QueryClient, now: Scope, undone: Undone): void {
  const kind = undone.type.split('.')[0] ?? ''
  const nouns = staleBy({ position: '', kinds: { [undone.type]: 1 }, documents: [{ kind, id: '' }] })
  void stale(queries, now, nouns)
}

/** Undoes an action of the project, by its number; throws the Problem that stands in its way. */
export async function undoAction(queries: QueryClient, now: Scope, action: number): Promise<Undone> {
  const undone = await body(now.api.POST(`${inProject}/undo`, { params: { path: now.path }, body: { action } }))
  touched(queries, now, undone)
  return undone
}

/** Undoes, or redoes, what is next in a workspace. */
export async function stepInWorkspace(
  queries: QueryClient,
  now: Scope,
  workspace: string,
  way: 'undo' | 'redo',
): Promise<Undone> {
  const params = { path: { ...now.path, workspace } }
  const undone = await body(
    way === 'undo'
      ? now.api.POST(`${inWorkspace}/undo`, { params, body: {} })
      : now.api.POST(`${inWorkspace}/redo`, { params, body: {} }),
  )
  touched(queries, now, undone)
  return undone
}
