import { Button, Group, Slider, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { projectQuery } from '../api/project'
import { useNow } from '../api/scope'
import { absolute, inputTime, relative } from '../ui/times'
import { useMoment } from '../url/moment'
import { asOfTime, momentAt, placeOf, timeOf } from './moments'
import { RecentChanges } from './RecentChanges'

const quick = [
  ['10 minutes ago', 600],
  ['1 hour ago', 3600],
  ['Yesterday', 86_400],
  ['A week ago', 604_800],
] as const

/** Chooses the moment that the page shows the project as of. */
export default function Picker({ close }: { close: () => void }) {
  const now = useNow()
  const [asOf, setAsOf] = useMoment()
  const { data: project } = useQuery(projectQuery(now))
  const [opened] = useState(Date.now)
  const from = project ? Date.parse(project.created) : opened - 86_400_000
  const known = timeOf(asOf)
  const [place, setPlace] = useState(known === undefined ? 1000 : placeOf(known, from, opened))
  const go = (ms: number) => {
    setPlace(placeOf(ms, from, opened))
    setAsOf(ms >= opened ? '' : asOfTime(Math.max(ms, from)))
  }
  const pointed = momentAt(place, from, opened)
  return (
    <Stack gap="sm">
      <Text fw={600}>See the project as of …</Text>
      <div>
        <Slider
          thumbLabel="Moment"
          min={0}
          max={1000}
          value={place}
          onChange={setPlace}
          onChangeEnd={(p) => go(p === 1000 ? opened : momentAt(p, from, opened))}
          label={null}
          thumbProps={{ 'aria-valuetext': absolute(new Date(pointed).toISOString()) }}
        />
        <Group justify="space-between" mt={4}>
          <Text size="xs" c="var(--rl-quiet)">
            {project ? `created ${relative(project.created)}` : ''}
          </Text>
          <Text size="xs">{place === 1000 ? 'now' : absolute(new Date(pointed).toISOString())}</Text>
        </Group>
      </div>
      <TextInput
        label="Exactly"
        type="datetime-local"
        step={1}
        key={asOf}
        defaultValue={inputTime(known ?? opened, 'second')}
        onKeyDown={(e) => e.key === 'Enter' && go(Date.parse(e.currentTarget.value))}
        onBlur={(e) => {
          const t = Date.parse(e.currentTarget.value)
          if (!Number.isNaN(t) && inputTime(known ?? opened, 'second') !== e.currentTarget.value) go(t)
        }}
      />
      <Group gap={6}>
        {quick
          .filter(([, seconds]) => opened - seconds * 1000 > from)
          .map(([name, seconds]) => (
            <Button key={name} size="compact-xs" variant="default" onClick={() => go(opened - seconds * 1000)}>
              {name}
            </Button>
          ))}
        <Button
          size="compact-xs"
          onClick={() => {
            setAsOf('')
            close()
          }}
          disabled={!asOf}
        >
          Back to now
        </Button>
      </Group>
      <RecentChanges go={go} />
    </Stack>
  )
}
