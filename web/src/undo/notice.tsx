import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { showProblem } from '../api/change'

/** Says what was done, for long enough to read it, with a button that undoes it if that's possible. */
export function noticeOf(said: string, id: string, undo?: () => Promise<unknown>): void {
  const press = () => {
    notifications.hide(id)
    undo?.().catch(showProblem)
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
        {undo && (
          <Button size="compact-sm" variant="light" onClick={press} style={{ flex: 'none' }}>
            Undo
          </Button>
        )}
      </Group>
    ),
  })
}
