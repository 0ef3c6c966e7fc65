import { Badge, Button, Group, Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Job, jobsQuery } from '../../api/admin'
import { body } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { useWhen } from '../../api/when'
import { Answer } from '../../ui/Answer'
import { useConfirm } from '../../ui/confirm'
import { Moment } from '../../ui/Moment'
import { count } from '../../ui/numbers'
import { duration } from '../../ui/times'
import { Part } from '../settings/Part'
import { JobTables } from './JobTables'

const colours: Record<Job['state'], string> = {
  running: 'blue.8',
  succeeded: 'teal.9',
  different: 'orange.9',
  failed: 'red.8',
  cancelled: 'gray.7',
}

/** Verifies the tables against the log, or makes them anew of it; with progress. */
export function Jobs() {
  const jobs = useQuery(jobsQuery(useWhen()))
  const [ask, dialog] = useConfirm()
  const start = useChangeEverywhere(
    (api, kind: Job['kind']) => body(api.POST('/api/v1/admin/jobs', { body: { kind } })),
    ['admin'],
  )
  const running = jobs.data?.jobs?.some((j) => j.state === 'running') ?? false
  return (
    <>
      {dialog}
      <Part title="Tables and log">
        <Text size="sm" c="var(--rl-quiet)" mb="sm">
          Everything that is shown follows from the event log. Verifying makes all tables anew beside the live ones and
          compares; rebuilding puts them in their place. The server goes on meanwhile.
        </Text>
        <Group gap="xs">
          <Button size="sm" disabled={running} loading={start.isPending} onClick={() => start.mutate('verify')}>
            Verify
          </Button>
          <Button
            size="sm"
            variant="default"
            disabled={running}
            onClick={() =>
              ask({
                title: 'Rebuild all tables?',
                text: 'It takes about as long as a verification and needs the room of the tables once more on disk. Nothing is lost: readers see the old tables until the new ones are ready.',
                action: 'Rebuild',
                act: () => start.mutate('rebuild'),
              })
            }
          >
            Rebuild…
          </Button>
        </Group>
      </Part>
      <Part title="Jobs since the start">
        <Answer of={jobs} what="Reading the jobs">
          {({ jobs: all }) =>
            (all ?? []).length === 0 ? (
              <Text size="sm" c="var(--rl-quiet)">
                None was started since the server was.
              </Text>
            ) : (
              (all ?? []).map((j) => <JobRow key={j.id} job={j} />)
            )
          }
        </Answer>
      </Part>
    </>
  )
}

function JobRow({ job: j }: { job: Job }) {
  const cancel = useChangeEverywhere(
    (api, id: string) => body(api.DELETE('/api/v1/admin/jobs/{id}', { params: { path: { id } } })),
    ['admin'],
  )
  const part = j.total > 0 ? (100 * j.done) / j.total : 0
  return (
    <div data-job={j.state} style={{ padding: '8px 0', borderTop: '1px solid var(--rl-border)' }}>
      <Group justify="space-between">
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {j.kind === 'verify' ? 'Verification' : 'Rebuild'}
          </Text>
          <Badge size="sm" color={colours[j.state]} variant="filled">
            {j.state}
          </Badge>
          <Text size="sm" c="var(--rl-quiet)">
            began <Moment at={j.began} />
            {j.ended && `, took ${duration((Date.parse(j.ended) - Date.parse(j.began)) / 1000)}`}
          </Text>
        </Group>
        {j.state === 'running' && (
          <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(j.id)}>
            Cancel
          </Button>
        )}
      </Group>
      {j.state === 'running' && <Progress value={part} aria-label={`Progress of the ${j.kind}`} animated mt={8} />}
      <Text size="sm" c="var(--rl-quiet)" mt={4}>
        {j.phase && `${j.phase}: `}
        {count(j.done)} of {count(j.total)} records
        {j.state === 'running' &&
          j.per_second > 0 &&
          `, ${count(Math.round(j.per_second))} a second, about ${duration(j.seconds_left)} left`}
      </Text>
      {j.error && (
        <Text size="sm" c="red.8">
          {j.error}
        </Text>
      )}
      {(j.tables ?? []).length > 0 && <JobTables tables={j.tables ?? []} />}
    </div>
  )
}
