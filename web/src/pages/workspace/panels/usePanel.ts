import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { body } from '../../../api/client'
import { keyOf, useScope } from '../../../api/scope'
import { useWorkspace } from '../WorkspaceContext'

/** One panel with all that is stored of it, wherever it stands. */
export function usePanel(panel: string) {
  const scope = useScope()
  const { workspace } = useWorkspace()
  return useQuery({
    queryKey: keyOf(scope, 'workspace', workspace, 'panel', panel),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        scope.api.GET('/api/v1/projects/{entity}/{project}/workspaces/{workspace}/panels/{panel}', {
          params: { path: { ...scope.path, workspace, panel } },
          signal,
        }),
      ),
  })
}
