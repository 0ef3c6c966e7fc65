import { Button, Group, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { base } from '../../api/address'
import { body } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { sessionQuery } from '../../signin/session'
import { Empty } from '../../ui/Empty'
import { Snippet } from '../workspace/start/Snippet'
import { withSDK } from '../workspace/start/snippets'

/** What stands where there are no projects: how the first one comes about. */
export function NoProjects({ entity, make }: { entity?: string; make?: () => void }) {
  const { data: me } = useQuery(sessionQuery)
  const own = entity ?? me?.name ?? ''
  const mine = own === me?.name
  const create = useChangeEverywhere(
    (api, label: string) => body(api.POST('/api/v1/me/keys', { body: { label } })),
    ['keys'],
  )
  const key = create.data?.api_key
  const lines = withSDK({
    server: base.href.replace(/\/$/, ''),
    entity: own,
    project: 'first-project',
    key: key ?? 'YOUR_API_KEY',
  })
  return (
    <Empty title={mine ? 'There are no projects yet' : `${own} has no project that you may see`}>
      <Text c="var(--rl-quiet)">
        A project holds the runs of one undertaking.{' '}
        {mine && 'It comes into being with the first run that is logged to it: paste this into a terminal.'}
      </Text>
      {mine && <Snippet text={lines} />}
      <Group gap="sm">
        {mine && (
          <Button
            size="sm"
            leftSection={<IconKey size={16} />}
            loading={create.isPending}
            disabled={create.isSuccess}
            onClick={() => create.mutate('first run')}
          >
            {key ? 'API key created' : 'Create an API key'}
          </Button>
        )}
        {make && (
          <Button size="sm" variant={mine ? 'default' : 'filled'} onClick={make}>
            New project
          </Button>
        )}
        <Button size="sm" variant="subtle" component={Link} to="/settings/keys">
          Your API keys
        </Button>
      </Group>
      {mine && (
        <Text size="sm" c="var(--rl-quiet)" role="status">
          {key
            ? 'The key is filled in above, and shown this once: copy the lines now.'
            : 'A new key is filled in above. You have one? Put it in place of YOUR_API_KEY.'}
        </Text>
      )}
    </Empty>
  )
}
