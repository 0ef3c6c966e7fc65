import { CloseButton, Group, Loader, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { purgeQuery } from '../../api/projects'
import { useWhen } from '../../api/when'
import { bytes, count } from '../../ui/numbers'
import { Refused } from '../../ui/Refused'
import classes from './Trash.module.css'

/** How far a purge has come: what is free already, and what the log still holds. */
export function PurgeProgress({ purge, close }: { purge: number; close: () => void }) {
  const status = useQuery(purgeQuery(useWhen(), purge))
  if (status.isError) return <Refused error={status.error} again={() => void status.refetch()} />
  const s = status.data
  if (!s) return null
  const running = s.state === 'running'
  const estimate = s.tables.bytes_estimate
  return (
    <section className={classes.purge} aria-label="Purge" data-purge={s.state}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap="xs" role="status">
          {running ? <Loader size="xs" /> : <IconCheck size={16} aria-hidden />}
          <Text size="sm" fw={600}>
            {running ? 'Purging' : 'Purged'} {count(s.runs)} {s.runs === 1 ? 'run' : 'runs'}
          </Text>
        </Group>
        <CloseButton size="sm" aria-label="Close" onClick={close} />
      </Group>
      <ul style={{ margin: '6px 0 0', paddingLeft: 20 }}>
        <li>
          Tables: {s.tables.removed ? 'all rows are removed' : 'rows are being removed'}
          {estimate !== undefined && `, about ${bytes(estimate)} on disk`}
        </li>
        <li>
          Files: {bytes(s.files.bytes_freed)} freed of {count(s.files.deleted)}{' '}
          {s.files.deleted === 1 ? 'file' : 'files'}
          {s.files.kept > 0 && `, ${count(s.files.kept)} kept for other runs or reports`}
          {s.files.waiting > 0 && `, ${count(s.files.waiting)} still to be looked at`}
        </li>
        <li>
          Log:{' '}
          {s.log.counted
            ? `${bytes(s.log.bytes_remaining)} remain in ${count(s.log.records_remaining)} records`
            : 'being counted'}
          {s.log.error && ` (${s.log.error})`}. The log keeps what was logged; <code>runledger log scrub</code> takes it
          out of an embedded log.
        </li>
      </ul>
    </section>
  )
}
