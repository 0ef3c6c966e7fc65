import { Badge } from '@mantine/core'
import { IconBroadcast, IconCamera } from '@tabler/icons-react'

const shown = { overflow: 'visible', minWidth: 'max-content' }

/** Whether a report shows the data of then or of now. */
export function ModeBadge({ mode }: { mode: string }) {
  return mode === 'live' ? (
    <Badge
      variant="light"
      color="teal"
      c="var(--rl-text)"
      style={shown}
      tt="none"
      fw={500}
      leftSection={<IconBroadcast size={12} />}
    >
      Live
    </Badge>
  ) : (
    <Badge
      variant="light"
      color="gray"
      c="var(--rl-text)"
      style={shown}
      tt="none"
      fw={500}
      leftSection={<IconCamera size={12} />}
    >
      Snapshot
    </Badge>
  )
}
