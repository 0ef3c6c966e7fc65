import { useChange } from '../../../api/change'
import { body } from '../../../api/client'
import type { Noun } from '../../../api/scope'
import { useNotifyUndo } from '../../../undo/useNotifyUndo'
import type { HeaderRow } from './row'

const touched: Noun[] = ['run', 'runs', 'trash', 'overview', 'panel-data', 'points', 'files', 'keys']
const at = '/api/v1/projects/{entity}/{project}/runs/{run}'

export function useStop(row: HeaderRow) {
  const notifyUndo = useNotifyUndo()
  return useChange(
    (now) => body(now.api.POST(`${at}/stop`, { params: { path: { ...now.path, run: row.id } } })),
    touched,
    { done: (out) => notifyUndo(`${row.name} was asked to stop`, out.action) },
  )
}

export function useDelete(row: HeaderRow) {
  const notifyUndo = useNotifyUndo()
  return useChange((now) => body(now.api.DELETE(at, { params: { path: { ...now.path, run: row.id } } })), touched, {
    done: (out) => notifyUndo(`${row.name} is in the trash`, out.action),
  })
}
