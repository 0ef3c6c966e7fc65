import { Button, Stack, Text } from '@mantine/core'
import { count } from '../../ui/numbers'

/** In place of the lines where search and filter leave none. */
export function NoMatch({ total, clear }: { total: number; clear: (() => void) | undefined }) {
  return (
    <Stack align="center" gap="sm" p="xl" role="status">
      <Text fw={600}>No run matches</Text>
      <Text size="sm" c="var(--rl-quiet)">
        The project has {count(total)} {total === 1 ? 'run' : 'runs'}; search and filter leave none of them.
      </Text>
      {clear && (
        <Button size="xs" variant="light" onClick={clear}>
          Clear search and filter
        </Button>
      )}
    </Stack>
  )
}
