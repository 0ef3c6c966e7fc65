import { Badge, Group, Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { alertsQuery } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { Markdown } from '../../../markdown/Markdown'
import { Answer } from '../../../ui/Answer'
import { Empty } from '../../../ui/Empty'
import { Moment } from '../../../ui/Moment'

const colours = { INFO: 'blue.8', WARN: 'yellow.4', ERROR: 'red.8' } as const

/** What the trainer raised alarm about, newest first. */
export default function Alerts({ run }: { run: string }) {
  const scope = useScope()
  const alerts = useQuery(alertsQuery(scope, run))
  return (
    <Answer of={alerts} what="Reading the alerts">
      {({ alerts: list }) =>
        !list?.length ? (
          <Empty title="No alerts">What a trainer raises with wandb.alert(title, text) is listed here.</Empty>
        ) : (
          <Stack gap="xs" py="sm" maw={900} component="section" aria-label="Alerts">
            {list.map((a, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two alerts may be alike in everything
              <Paper key={i} withBorder p="sm">
                <Group gap="sm" mb={4}>
                  <Badge size="sm" color={colours[a.level] ?? 'gray.7'}>
                    {a.level}
                  </Badge>
                  <Text fw={600}>{a.title}</Text>
                  <Text size="sm" c="var(--rl-quiet)" ml="auto">
                    <Moment at={a.at} />
                  </Text>
                </Group>
                <Markdown text={a.text} />
              </Paper>
            ))}
          </Stack>
        )
      }
    </Answer>
  )
}
