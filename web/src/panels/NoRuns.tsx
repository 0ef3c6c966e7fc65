import { Stack, Text } from '@mantine/core'
import type { PanelData } from '../api/workspace'

/** In place of a picture of nothing: why it's empty, and what to do. */
export function NoRuns({ data, what }: { data: PanelData; what?: string }) {
  const narrowed = data.run_set.filter || data.run_set.search || data.run_set.ids
  return (
    <Stack align="center" justify="center" h="100%" gap={2} p="md" data-empty>
      <Text size="sm" fw={600}>
        {what ?? 'No runs to show'}
      </Text>
      <Text size="sm" c="var(--rl-quiet)" ta="center">
        {what
          ? 'It appears here as soon as a run logs it.'
          : narrowed
            ? 'No visible run matches: change the filter or search, or turn on the eye of a run.'
            : 'Turn on the eye of a run, or log the first one.'}
      </Text>
    </Stack>
  )
}
