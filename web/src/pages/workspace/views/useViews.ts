import { useChange } from '../../../api/change'
import { body } from '../../../api/client'
import type { Workspace } from '../../../api/workspace'
import { useNotifyUndo } from '../../../undo/useNotifyUndo'
import { useWorkspaceId } from '../../../url/workspace'
import { useWorkspace } from '../WorkspaceContext'

const all = '/api/v1/projects/{entity}/{project}/workspaces'
const one = `${all}/{workspace}` as const

/** What is done with a whole workspace. */
export function useViews(data: Workspace) {
  const { workspace } = useWorkspace()
  const [, setWorkspace] = useWorkspaceId()
  const notifyUndo = useNotifyUndo()
  const save = useChange(
    (now, name: string) => body(now.api.POST(all, { params: { path: now.path }, body: { name, from: workspace } })),
    ['workspace'],
    { done: (out) => setWorkspace(out.id) },
  )
  const rename = useChange(
    (now, name: string) => body(now.api.PATCH(one, { params: { path: { ...now.path, workspace } }, body: { name } })),
    ['workspace'],
  )
  const remove = useChange(
    (now, _: undefined) => body(now.api.DELETE(one, { params: { path: { ...now.path, workspace } } })),
    [],
    {
      done: (out) => {
        setWorkspace('me')
        notifyUndo(`View ${data.name ?? ''} deleted.`, out.action)
      },
    },
  )
  const clear = useChange(
    (now, _: undefined) => body(now.api.POST(`${one}/clear`, { params: { path: { ...now.path, workspace } } })),
    ['workspace', 'runs', 'panel-data'],
    { done: (out) => notifyUndo('Workspace cleared: it arranges itself again.', out.action) },
  )
  return {
    save: (name: string) => save.mutate(name),
    rename: (name: string) => rename.mutate(name),
    remove: () => remove.mutate(undefined),
    clear: () => clear.mutate(undefined),
  }
}
