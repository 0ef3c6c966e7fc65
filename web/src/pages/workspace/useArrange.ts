import { useMutation, useQueryClient } from '@tanstack/react-query'
import { showProblem, stale } from '../../api/change'
import type { Schemas } from '../../api/client'
import { keyOf, type Noun, type Scope, useNow } from '../../api/scope'
import type { Workspace } from '../../api/workspace'
import { type Arranged, arranged, arrangedPanels, type Edit, send } from './arrange'

type PanelPage = Schemas['PanelPageBody']

/** The key of pages of a section's panels that the workspace's own answer doesn't have. */
export const panelsKey = (s: Scope, workspace: string, ...rest: string[]) =>
  keyOf(s, 'workspace', workspace, 'panels', ...rest)

/**
 * Changes how a workspace is arranged: it shows at once, the server is told one change
 * after the other, and what it refuses is taken back.
 */
export function useArrange(workspace: string) {
  const now = useNow()
  const queries = useQueryClient()
  const mutationKey = ['arranging', workspace]
  const own = keyOf(now, 'workspace', workspace)
  const pages = panelsKey(now, workspace)
  return useMutation<Arranged, Error, Edit, { before: [readonly unknown[], unknown][] }>({
    mutationKey,
    scope: { id: mutationKey.join() },
    mutationFn: (edit) => send(now, workspace, edit),
    onMutate: async (edit) => {
      await queries.cancelQueries({ queryKey: own })
      const before = queries.getQueriesData<unknown>({ queryKey: own })
      const known = queries.getQueryData<Workspace>(own)
      const moved = edit.do === 'move-panel' ? findPanel(before, edit.panel) : undefined
      if (known) queries.setQueryData(own, arranged(known, edit))
      for (const [key, data] of queries.getQueriesData<PanelPage>({ queryKey: pages })) {
        const panels = data?.panels
        if (data && panels) {
          queries.setQueryData(key, { ...data, panels: arrangedPanels(panels, String(key.at(5)), edit, moved) })
        }
      }
      return { before }
    },
    onError: (error, _, then) => {
      // Only if nothing else is under way: it is on top of this one.
      if (queries.isMutating({ mutationKey }) === 1) {
        for (const [key, data] of then?.before ?? []) queries.setQueryData(key, data)
      }
      showProblem(error)
    },
    onSettled: (_out, _error, edit) => {
      // Reading anew while others are on their way would show the page without them for a moment.
      if (queries.isMutating({ mutationKey }) > 1) return
      const touched: Noun[] = ['workspace', 'audit', 'undo']
      void stale(queries, now, touched)
      if (edit.do === 'edit-panel') {
        void queries.invalidateQueries({ queryKey: keyOf(now, 'panel-data', workspace, edit.panel) })
      }
    },
  })
}

function findPanel(known: [readonly unknown[], unknown][], id: string) {
  for (const [, data] of known) {
    const d = data as Partial<Workspace & PanelPage> | undefined
    const all = [...(d?.panels ?? []), ...(d?.sections ?? []).flatMap((s) => s.panels ?? [])]
    const one = all.find((p) => p.id === id)
    if (one) return one
  }
  return undefined
}
