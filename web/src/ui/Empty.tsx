import { Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** What stands where there is nothing yet: says so, and what to do. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Paper p="xl" m="md" withBorder>
      <Stack gap="sm" maw={760}>
        <Title order={2}>{title}</Title>
        {typeof children === 'string' ? <Text c="var(--rl-quiet)">{children}</Text> : children}
      </Stack>
    </Paper>
  )
}
