import { Button, Code, List, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { address } from '../../api/address'
import { Part } from '../settings/Part'

/** A backup of everything, as a download. */
export function Backup() {
  return (
    <Part title="Backup of everything">
      <Text size="sm" c="var(--rl-quiet)" mb="sm">
        A tar with the event log as of now, all files and the signing key. The server goes on meanwhile; there’s one
        backup at a time.
      </Text>
      <Button
        component="a"
        href={address('api/v1/admin/backup')}
        download="runledger-backup.tar"
        size="sm"
        leftSection={<IconDownload size={16} />}
      >
        Download a backup
      </Button>
      <List size="sm" mt="md" spacing={4}>
        <List.Item>
          It’s complete if its last entry is <Code>SHA256SUMS</Code>: a download that was cut off lacks it.
        </List.Item>
        <List.Item>
          <Code>runledger restore</Code> makes a data folder of it; the tables follow from the log.
        </List.Item>
        <List.Item>
          For regular backups use <Code>runledger backup</Code> from a timer: see its <Code>--help</Code>.
        </List.Item>
        <List.Item>
          It holds everybody’s data, and the key that signs sessions: keep it as safe as the server.
        </List.Item>
      </List>
    </Part>
  )
}
