import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { showProblem, stale } from '../api/change'
import { body } from '../api/client'
import { useNow, useScope } from '../api/scope'
import { workspaceQuery } from '../api/workspace'
import { takeAnswer } from './takeAnswer'

/** What may be changed about a workspace's run set. null takes a field away. */
export type RunSetChange = {
  search?: string | null
  search_mode?: 'text' | 'regex' | null
  filter?: string | null
  grouping?: string[] | { all_except: string[] } | null
  sort?: string[] | null
}

const W = '/api/v1/projects/{entity}/{project}/workspaces/{workspace}' as const

/** Which runs a workspace is about, as the server resolved it. */
export function useRunSet(workspace: string) {
  const scope = useScope()
  const { data } = useQuery(workspaceQuery(scope, workspace))
  return {
    runSet: data?.run_set,
    regex: data?.fields.search_mode === 'regex', // also while nothing is searched
    total: data?.total,
    visualized: data?.visualized,
    editable: (data?.editable ?? false) && !scope.asOf,
  }
}

/**
 * Changes a workspace's run set. The answer says how the server reads it: the list of runs
 * and the panels are asked for at once, side by side.
 */
export function useRunSetChange(workspace: string, options: { quiet?: boolean } = {}) {
  const now = useNow()
  const queries = useQueryClient()
  return useMutation({
    mutationKey: ['arranging', workspace, 'run set'],
    scope: { id: `run set ${now.entity}/${now.project}/${workspace}` }, // one after the other
    mutationFn: (change: RunSetChange) =>
      body(now.api.PATCH(W, { params: { path: { ...now.path, workspace } }, body: change })),
    onSuccess: (answer) => {
      takeAnswer(queries, now, workspace, answer)
      void stale(queries, now, ['panel-data', 'undo', 'audit'])
    },
    onError: (error) => {
      if (!options.quiet) showProblem(error)
    },
  })
}
