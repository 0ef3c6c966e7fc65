import { Button, Code, List, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useScope } from '../../../api/scope'
import { Empty } from '../../../ui/Empty'

/** What a report is, and the ways to the first one. */
export function NoReports({ make }: { make?: () => void }) {
  const scope = useScope()
  if (scope.asOf) return <Empty title="There were no reports then">Later there may be: end the look at the past.</Empty>
  return (
    <Empty title="No reports yet">
      <Stack gap="sm" align="flex-start">
        <Text c="var(--rl-quiet)">
          A report holds notes, tables of runs and charts in one place, to share what you found. It’s a snapshot: what
          happens to the runs later doesn’t change it, unless you make it live.
        </Text>
        <List size="sm" spacing={6} type="ordered">
          <List.Item>Start with an empty one, and add text, panels, runs and images to it.</List.Item>
          <List.Item>
            Or take what you look at: in the workspace, a section’s menu has <b>Export to report</b>.
          </List.Item>
          <List.Item>
            Or from a program: <Code>POST /api/v1/projects/{`${scope.entity}/${scope.project}`}/reports</Code>
          </List.Item>
        </List>
        {make ? (
          <Button leftSection={<IconPlus size={16} />} onClick={make}>
            New report
          </Button>
        ) : (
          <Text size="sm">Who may edit the project can make one.</Text>
        )}
      </Stack>
    </Empty>
  )
}
