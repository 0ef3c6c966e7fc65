import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { showProblem } from '../api/change'
import { useNow } from '../api/scope'
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
    (said, action) => {
      const id = `undo-${action ?? said}`
      const undo = () => {
        notifications.hide(id)
        undoAction(queries, now, action ?? 0).catch(showProblem)
      }
      notifications.show({
        id,
        autoClose: 12_000,
        withCloseButton: true,
        message: (
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
              {said}
            </Text>
            {action !== undefined && (
              <Button size="compact-sm" variant="light" onClick={undo} style={{ flex: 'none' }}>
                Undo
              </Button>
            )}
          </Group>
        ),
      })
    },
    [now, queries],
  )
}
