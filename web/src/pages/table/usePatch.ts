import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { showProblem, stale } from '../../api/change'
import { body } from '../../api/client'
import { useNow } from '../../api/scope'
import { type Workspace, workspaceQuery } from '../../api/workspace'

/** Fields of a workspace that are known to make another run set. */
const choosing = ['filter', 'search', 'search_mode', 'sort', 'grouping']

/** Changes fields of the workspace: shown at once, and as it was if the server refuses. */
export function usePatch(workspace: Workspace) {
  const now = useNow()
  const queries = useQueryClient()
  const id = workspace.own && workspace.editable ? 'me' : workspace.id
  const { mutate } = useMutation({
    mutationKey: ['arranging'],
    scope: { id: `workspace ${workspace.id}` }, // one after the other
    mutationFn: (fields: Record<string, unknown>) =>
      body(
        now.api.PATCH('/api/v1/projects/{entity}/{project}/workspaces/{workspace}', {
          params: { path: { ...now.path, workspace: id } },
          body: fields,
        }),
      ),
    onMutate: async (fields) => {
      const { queryKey } = workspaceQuery(now, id)
      await queries.cancelQueries({ queryKey })
      queries.setQueryData(
        queryKey,
        (old: Workspace | undefined) => old && { ...old, fields: merged(old.fields, fields) },
      )
    },
    onSuccess: (_, fields) =>
      stale(queries, now, [
        'workspace',
        'undo',
        'audit',
        ...(Object.keys(fields).some((f) => choosing.includes(f)) ? (['runs', 'panel-data'] as const) : []),
      ]),
    onError: (error) => {
      showProblem(error)
      void stale(queries, now, ['workspace'])
    },
  })
  return useCallback((fields: Record<string, unknown>) => mutate(fields), [mutate])
}

/** null takes a field away. */
function merged(old: Workspace['fields'] | null, fields: Record<string, unknown>): Workspace['fields'] {
  return Object.fromEntries(Object.entries({ ...old, ...fields }).filter(([, v]) => v !== null))
}
