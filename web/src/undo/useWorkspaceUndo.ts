import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNow } from '../api/scope'
import { nextUndoQuery, stepInWorkspace } from './undo'

/** Undo and redo of one workspace: what is next, and doing it. */
export function useWorkspaceUndo(workspace: string, on: boolean) {
  const now = useNow()
  const queries = useQueryClient()
  const next = useQuery({ ...nextUndoQuery(now, workspace), enabled: on })
  const step = useMutation({
    mutationKey: ['arranging', workspace],
    mutationFn: (way: 'undo' | 'redo') => stepInWorkspace(queries, now, workspace, way),
  })
  return { undo: next.data?.undo, redo: next.data?.redo, step }
}
