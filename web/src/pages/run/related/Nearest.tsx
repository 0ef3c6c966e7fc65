import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type OneRun, runsLikeQuery } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { columnOf, differences, type Place } from './difference'
import { otherRuns } from './kinships'
import { RunList } from './RunList'

const among = 500 // newest runs
const most = 10

/** The runs whose configs differ in the fewest places. */
export function Nearest({ one, places }: { one: OneRun; places: Place[] }) {
  const scope = useScope()
  const runs = useQuery({
    ...runsLikeQuery(scope, otherRuns(one.row), places.map(columnOf), among),
    enabled: places.length > 0,
  })
  if (places.length === 0) return null
  return (
    <section aria-label="Nearest configs">
      <Title order={2} fz={14} mt="md" mb={4}>
        Nearest configs
      </Title>
      <Answer of={runs} height={60}>
        {(page) => {
          const nearest = page.runs
            .map(({ run, config }) => ({ run, differs: differences(one.config, config, places) }))
            .filter((r) => r.differs.length < places.length)
            .sort((a, b) => a.differs.length - b.differs.length)
            .slice(0, most)
          if (nearest.length === 0) {
            return (
              <Text size="sm" c="var(--rl-quiet)">
                No other run shares a value of its config.
              </Text>
            )
          }
          return <RunList title="Nearest configs" relatives={nearest} />
        }}
      </Answer>
    </section>
  )
}
