import { Button, Group, Loader, Stack, Tabs, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { base } from '../../../api/address'
import { showProblem } from '../../../api/change'
import { api, body } from '../../../api/client'
import { useMay } from '../../../api/project'
import { useScope } from '../../../api/scope'
import { Empty } from '../../../ui/Empty'
import { Snippet } from './Snippet'
import { withCurl, withSDK } from './snippets'

/** What a project without runs shows: how to log the first one. It goes away by itself when that arrives. */
export function FirstRun() {
  const { entity, project, asOf } = useScope()
  const may = useMay()
  const create = useMutation({
    mutationFn: () => body(api.POST('/api/v1/me/keys', { body: { label: `first run of ${entity}/${project}` } })),
    onError: showProblem,
  })
  if (asOf) return <Empty title="No runs at that time">The project had none then.</Empty>
  const key = create.data?.api_key
  const whose = { server: base.href.replace(/\/$/, ''), entity, project, key: key ?? 'YOUR_API_KEY' }
  return (
    <Empty title="Log the first run">
      <Stack gap="md">
        <Text c="var(--rl-quiet)">
          Runs appear here by themselves as soon as a training program logs to <b>{`${entity}/${project}`}</b>. Paste
          one of these into a terminal, or take its lines over into your script.
        </Text>
        {may.submit && (
          <Group gap="sm">
            <Button
              leftSection={<IconKey size={16} />}
              loading={create.isPending}
              disabled={create.isSuccess}
              onClick={() => create.mutate()}
            >
              {create.isSuccess ? 'API key created' : 'Create an API key'}
            </Button>
            <Text size="sm" c="var(--rl-quiet)" role="status">
              {key
                ? 'It is filled in below, and shown this once: copy it now.'
                : 'It is filled in below. You have one? Put it in place of YOUR_API_KEY.'}
            </Text>
          </Group>
        )}
        <Tabs defaultValue="sdk" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="sdk">Python, wandb SDK</Tabs.Tab>
            <Tabs.Tab value="curl">curl</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="sdk" pt="sm">
            <Snippet text={withSDK(whose)} />
          </Tabs.Panel>
          <Tabs.Panel value="curl" pt="sm">
            <Snippet text={withCurl(whose)} />
          </Tabs.Panel>
        </Tabs>
        <Group gap="xs">
          <Loader size="xs" type="dots" />
          <Text size="sm" c="var(--rl-quiet)">
            Waiting for the first run
          </Text>
        </Group>
      </Stack>
    </Empty>
  )
}
