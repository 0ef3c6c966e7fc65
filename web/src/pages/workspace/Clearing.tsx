import { useEffect, useRef } from 'react'
import { useChange } from '../../api/change'
import { body } from '../../api/client'
import { useScope } from '../../api/scope'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import { useNotifyUndo } from '../../undo/useNotifyUndo'
import { useWorkspaceId } from '../../url/workspace'

/** ?workspace=clear forgets what was arranged, shows the workspace as it arranges itself, and offers to undo it. */
export function Clearing() {
  const { asOf } = useScope()
  const [, setWorkspace] = useWorkspaceId()
  const notifyUndo = useNotifyUndo()
  const begun = useRef(false)
  const { mutate, error, isError } = useChange(
    (now, _: undefined) =>
      body(
        now.api.POST('/api/v1/projects/{entity}/{project}/workspaces/{workspace}/clear', {
          params: { path: { ...now.path, workspace: 'me' } },
        }),
      ),
    ['workspace', 'runs', 'panel-data'],
    {
      quiet: true,
      done: (out) => {
        setWorkspace('me', { replace: true })
        notifyUndo('Workspace cleared: it arranges itself again.', out.action)
      },
    },
  )
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    if (asOf)
      setWorkspace('me', { replace: true }) // the past isn't changed
    else mutate(undefined)
  }, [asOf, mutate, setWorkspace])
  return isError ? <Refused error={error} /> : <Waiting what="Clearing the workspace" height="100%" />
}
