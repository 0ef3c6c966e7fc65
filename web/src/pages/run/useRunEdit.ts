import { useChange } from '../../api/change'
import { body, type Schemas } from '../../api/client'
import { useNotifyUndo } from '../../undo/useNotifyUndo'

export type RunEdit = {
  /** What changes, as HttpRunChanges; or its JSON, where numbers must stay as written. */
  changes?: Schemas['HttpRunChanges']
  json?: string
  /** What it did, for the offer to undo it. */
  said: string
}

/** Changes a run, and offers to undo it. */
export function useRunEdit(run: string) {
  const notifyUndo = useNotifyUndo()
  return useChange(
    (now, { changes, json }: RunEdit) =>
      body(
        now.api.PATCH('/api/v1/projects/{entity}/{project}/runs/{run}', {
          params: { path: { ...now.path, run } },
          body: changes ?? {},
          bodySerializer: (b: unknown) => json ?? JSON.stringify(b),
        }),
      ),
    ['run', 'runs', 'keys', 'panel-data', 'overview'],
    { done: (out, { said }) => notifyUndo(said, out.action) },
  )
}
