import { Code, List, Text } from '@mantine/core'
import { useScope } from '../../api/scope'
import { Empty } from '../../ui/Empty'
import { PageBody } from '../PageBody'
import { TableLink } from './TableLink'

/** Where artifacts will be; what works today. */
export default function Artifacts() {
  const { entity, project } = useScope()
  return (
    <PageBody title="Artifacts">
      <Empty title="Artifacts are coming">
        <Text c="var(--rl-quiet)">
          This tab will list versioned data sets and models with their aliases, and which run made and used them.{' '}
          <Code>run.log_artifact</Code> isn’t kept as an artifact by this version.
        </Text>
        <Text fw={600}>What works today</Text>
        <List size="sm" spacing={6}>
          <List.Item>
            Files belong to the run that saves them, byte for byte, and can be viewed and downloaded on its page:
            <Code block mt={6}>{`run = wandb.init(entity="${entity}", project="${project}")
wandb.save("model.safetensors")`}</Code>
          </List.Item>
          <List.Item>
            Over HTTP:{' '}
            <Code>
              GET /api/v1/projects/{`{entity}/{project}`}/runs/{`{run}`}/files
            </Code>{' '}
            lists them, <Code>…/file?name=model.safetensors</Code> is the content, also in parts.
          </List.Item>
          <List.Item>
            Put the path or checksum of a data set into the run’s config, and find in <TableLink /> who used it:{' '}
            <Code>config.data_sha256 = "…"</Code>
          </List.Item>
        </List>
      </Empty>
    </PageBody>
  )
}
