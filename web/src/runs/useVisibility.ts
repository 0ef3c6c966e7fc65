import { useMutation, useMutationState, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { showProblem, stale } from '../api/change'
import { body } from '../api/client'
import { useNow, useScope } from '../api/scope'
import { workspaceQuery } from '../api/workspace'
import { takeAnswer } from './takeAnswer'
import { type Eyes, type EyesChange, eyesAfter } from './visibility'

const W = '/api/v1/projects/{entity}/{project}/workspaces/{workspace}' as const

/**
 * The eyes of a workspace's runs: which are shown in its panels. What was clicked shows at
 * once; `visualized` is the server's count until then.
 */
export function useVisibility(workspace: string) {
  const scope = useScope()
  const { data } = useQuery(workspaceQuery(scope, workspace))
  const key = useMemo(() => ['arranging', workspace, 'visibility'], [workspace])
  const pending = useMutationState({
    filters: { mutationKey: key, status: 'pending' },
    select: (m) => m.state.variables as EyesChange,
  })
  const change = useVisibilityChange(workspace)
  const eyes: Eyes = useMemo(() => {
    const stored: Eyes = { byRun: data?.visibility ?? {}, others: data?.fields.visibility_default !== false }
    return scope.asOf ? stored : eyesAfter(stored, pending)
  }, [data, pending, scope.asOf])
  const shown = useCallback((run: string) => eyes.byRun[run] ?? eyes.others, [eyes])
  return { shown, eyes, visualized: data?.visualized, change: change.mutate }
}

function useVisibilityChange(workspace: string) {
  const now = useNow()
  const queries = useQueryClient()
  return useMutation({
    mutationKey: ['arranging', workspace, 'visibility'],
    scope: { id: `visibility ${now.entity}/${now.project}/${workspace}` }, // the last click wins
    mutationFn: (change: EyesChange) => {
      const { byRun, others } = change
      return body(
        now.api.PATCH(W, {
          params: { path: { ...now.path, workspace } },
          body: { visibility: byRun, ...(others !== undefined && { visibility_default: others }) },
        }),
      )
    },
    onSuccess: (answer) => {
      takeAnswer(queries, now, workspace, answer)
      void stale(queries, now, ['panel-data', 'undo', 'audit'])
    },
    onError: showProblem,
  })
}
