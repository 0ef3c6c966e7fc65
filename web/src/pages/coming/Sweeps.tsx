import { Code, List, Text } from '@mantine/core'
import { useScope } from '../../api/scope'
import { Empty } from '../../ui/Empty'
import { PageBody } from '../PageBody'
import { TableLink } from './TableLink'

/** Where sweeps will be; what works today. */
export default function Sweeps() {
  const { entity, project } = useScope()
  return (
    <PageBody title="Sweeps">
      <Empty title="Sweeps are coming">
        <Text c="var(--rl-quiet)">
          This tab will plan hyperparameter searches and hand their runs to agents. There is no sweep controller in this
          version: <Code>wandb.sweep</Code> and <Code>wandb agent</Code> don’t work against it yet.
        </Text>
        <Text fw={600}>What works today</Text>
        <List size="sm" spacing={6}>
          <List.Item>
            Start the runs by a loop or a scheduler of yours, with a group in common:
            <Code block mt={6}>{`for lr in (0.3, 0.1, 0.03):
    for seed in range(5):
        run = wandb.init(entity="${entity}", project="${project}", group="lr-search",
                         config={"lr": lr, "seed": seed})
        train(run)
        run.finish()`}</Code>
          </List.Item>
          <List.Item>
            <TableLink /> shows what they came to: group by <Code>config.lr</Code> for the mean over seeds, sort by a
            summary value, compare the best.
          </List.Item>
          <List.Item>
            A parallel coordinates panel in the workspace shows how config and result hang together.
          </List.Item>
        </List>
      </Empty>
    </PageBody>
  )
}
