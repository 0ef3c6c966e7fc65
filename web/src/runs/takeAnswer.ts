import type { QueryClient } from '@tanstack/react-query'
import type { Schemas } from '../api/client'
import type { Scope } from '../api/scope'
import { type Workspace, workspaceQuery } from '../api/workspace'

/**
 * The answer to a change of a workspace says all of it but its sections: what is shown
 * follows without being read anew. A read that was on its way is older, and begins again.
 */
export function takeAnswer(
  queries: QueryClient,
  now: Scope,
  workspace: string,
  answer: Schemas['WorkspaceChangedBody'],
): void {
  const { queryKey } = workspaceQuery(now, workspace)
  const reading = queries.isFetching({ queryKey, exact: true }) > 0
  queries.setQueryData(queryKey, (known: Workspace | undefined) => {
    if (!known) return known
    const { run_set, visibility, visualized, total, fields, version, errors } = answer
    return {
      ...known,
      run_set: run_set ?? known.run_set,
      visibility: visibility ?? known.visibility,
      visualized: visualized ?? known.visualized,
      total: total ?? known.total,
      fields: fields ?? known.fields,
      version: version ?? known.version,
      errors,
    }
  })
  if (reading) void queries.invalidateQueries({ queryKey, exact: true })
}
