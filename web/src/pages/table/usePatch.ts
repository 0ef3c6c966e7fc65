import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { showProblem, stale } from '../../api/change'
import { body } from '../../api/client'
import { useNow } from '../../api/scope'
import { type Workspace, workspaceQuery } from '../../api/workspace'
import { takeAnswer } from '../../runs/takeAnswer'

/** Changes fields of the workspace: shown at once, and as it was if the server refuses. */
export function usePatch(id: string, workspace: Workspace) {
  const now = useNow()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationKey: ['arranging'],
    scope: { id: `run set ${now.entity}/${now.project}/${workspace.id}` }, // one after the other
    mutationFn: (fields: Record<string, unknown>) =>
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
    onError: (error) => {
      showProblem(error)
      void stale(queries, now, ['workspace'])
    },
  })
  return useCallback(
    (fields: Record<string, unknown>) => {
      const { queryKey } = workspaceQuery(now, id)
      void queries.cancelQueries({ queryKey })
      queries.setQueryData(
        queryKey,
        (old: Workspace | undefined) => old && { ...old, fields: merged(old.fields, fields) },
      )
      mutate(fields)
    },
    [mutate, now, queries, id],
  )
}

/** null takes a field away. */
function merged(old: Workspace['fields'] | null, fields: Record<string, unknown>): Workspace['fields'] {
  return Object.fromEntries(Object.entries({ ...old, ...fields }).filter(([, v]) => v !== null))
}
