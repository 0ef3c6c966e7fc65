import { useMutation, useQueryClient } from '@tanstack/react-query'
import { showProblem } from '../api/change'
import { useNow } from '../api/scope'
import { undoAction } from './undo'

/** Undoes actions of the project by their numbers. */
export function useUndo() {
  const now = useNow()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (action: number) => undoAction(queries, now, action),
    onError: showProblem,
  })
}
