import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { showProblem, stale } from '../../api/change'
import { body } from '../../api/client'
import { useNow } from '../../api/scope'
import type { Workspace } from '../../api/workspace'
import { takeAnswer } from '../../runs/takeAnswer'

type Fields = Record<string, unknown>

const keyOf = (id: string) => ['arranging', id, 'table']

/** Changes fields of a workspace. What it will be is shown at once: see usePatched. */
export function usePatch(id: string): (fields: Fields) => void {
  const now = useNow()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationKey: keyOf(id),
    scope: { id: `run set ${now.entity}/${now.project}/${id}` }, // one after the other
    mutationFn: (fields: Fields) =>
      body(
        now.api.PATCH('/api/v1/projects/{entity}/{project}/workspaces/{workspace}', {
          params: { path: { ...now.path, workspace: id } },
          body: fields,
        }),
      ),
    onSuccess: (answer) => {
      takeAnswer(queries, now, id, answer)
      void stale(queries, now, ['panel-data', 'undo', 'audit'])
    },
    onError: showProblem,
  })
  return mutate
}

/** A workspace as it is, and as it will be by the changes that are on their way. */
export function usePatched(id: string, workspace: Workspace): Workspace {
  const pending = useMutationState({
    filters: { mutationKey: keyOf(id), status: 'pending' },
    select: (m) => m.state.variables as Fields | undefined,
  })
  return useMemo(
    () => (pending.length === 0 ? workspace : { ...workspace, fields: merged(workspace.fields, pending) }),
    [workspace, pending],
  )
}

/** null takes a field away. */
function merged(fields: Workspace['fields'] | null, changes: (Fields | undefined)[]): Workspace['fields'] {
  const all = Object.assign({}, fields, ...changes) as Fields
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== null))
}
