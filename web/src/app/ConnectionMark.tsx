import { Badge, Tooltip } from '@mantine/core'
import type { Connection } from '../live/useLive'

const says = {
  live: ['Live', 'teal.9', 'What changes is shown as it changes.'],
  connecting: ['Connecting', 'gray.7', 'The stream of changes is being opened.'],
  lost: ['Connection lost', 'red.8', 'What is shown may be old. The page connects again by itself.'],
} as const

/** Says whether the page follows what happens. */
export function ConnectionMark({ connection }: { connection: Connection }) {
  const [name, color, hint] = says[connection]
  return (
    <Tooltip label={hint}>
      <Badge
        size="sm"
        variant={connection === 'lost' ? 'filled' : 'dot'}
        color={color}
        role="status"
        data-live={connection}
      >
        {name}
      </Badge>
    </Tooltip>
  )
}
