import { Anchor, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { type OneRun, runsLikeQuery } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { count } from '../../../ui/numbers'
import { columnOf, differences, type Place } from './difference'
import { RunList } from './RunList'

type Props = { title: string; filter: string; one: OneRun; places: Place[] }

const most = 20 // runs

/** Runs that are related in one way; nothing where there are none. */
export function Kin({ title, filter, one, places }: Props) {
  const scope = useScope()
  const runs = useQuery(runsLikeQuery(scope, filter, places.map(columnOf), most))
  if (runs.data?.runs.length === 0) return null
  const table = `/${scope.entity}/${encodeURIComponent(scope.project)}/table?${new URLSearchParams({ filter })}`
  return (
    <section aria-label={title}>
      <Title order={2} fz={14} mt="md" mb={4}>
        {title}
      </Title>
      <Answer of={runs} height={60}>
        {(page) => (
          <>
            <RunList
              title={title}
              relatives={page.runs.map(({ run, config }) => ({
                run,
                differs: differences(one.config, config, places),
              }))}
            />
            {page.matched > most && (
              <Anchor size="sm" component={Link} to={table}>
                All {count(page.matched)} in the table
              </Anchor>
            )}
          </>
        )}
      </Answer>
    </section>
  )
}
