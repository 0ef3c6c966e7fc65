import { Button, Code, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { base } from '../../api/address'
import { sessionQuery } from '../../signin/session'
import { Empty } from '../../ui/Empty'

/** What stands where there are no projects: how the first one comes about. */
export function NoProjects({ entity, make }: { entity?: string; make?: () => void }) {
  const { data: me } = useQuery(sessionQuery)
  const mine = !entity || entity === me?.name
  return (
    <Empty title={mine ? 'There are no projects yet' : `${entity} has no project that you may see`}>
      <Text c="var(--rl-quiet)">
        A project holds the runs of one undertaking.{' '}
        {mine && 'It comes into being with the first run that is logged to it:'}
      </Text>
      {mine && (
        <Code block>{`import os, wandb
os.environ["WANDB_BASE_URL"] = "${base.origin}"
os.environ["WANDB_API_KEY"] = "…"  # make one under API keys

run = wandb.init(project="digits", config={"lr": 0.1})
for step in range(100):
    run.log({"train/loss": 1 / (step + 1)})
run.finish()`}</Code>
      )}
      <Group gap="sm">
        {make && (
          <Button size="sm" onClick={make}>
            New project
          </Button>
        )}
        <Button size="sm" variant="default" component={Link} to="/settings/keys">
          Make an API key
        </Button>
      </Group>
    </Empty>
  )
}
