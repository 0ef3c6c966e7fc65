import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useNow } from '../api/scope'
import { noticeOf } from './notice'
import { undoAction } from './undo'

/**
 * After a change that takes something away: says what it did ("Section train deleted") and
 * offers to undo it. Use: const notifyUndo = useNotifyUndo(); … notifyUndo('…', answer.action)
 * An action that changed nothing has no number: then it's only said.
 */
export function useNotifyUndo(): (said: string, action: number | undefined) => void {
  const now = useNow()
  const queries = useQueryClient()
  return useCallback(
    (said, action) =>
      action === undefined
        ? noticeOf(said, `undo-${said}`)
        : noticeOf(said, `undo-${action}`, () => undoAction(queries, now, action)),
    [now, queries],
  )
}
