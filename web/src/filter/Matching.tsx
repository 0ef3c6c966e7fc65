import { Loader, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { asProblem, type Problem } from '../api/problem'
import { matchedQuery } from '../api/runs'
import { useScope } from '../api/scope'
import { count } from '../ui/numbers'

type State = { matched?: number; total?: number; fault?: Problem; asking: boolean }

/** How many runs a filter finds while it's being written, or what is wrong with it. */
export function useMatching(ask: { filter: string; search?: string; regex?: boolean }): State {
  const scope = useScope()
  const [filter] = useDebouncedValue(ask.filter.trim(), 150)
  const { data, error, isFetching } = useQuery(matchedQuery(scope, { ...ask, filter: filter || undefined }))
  const fault = error && !isFetching ? asProblem(error) : undefined
  return { matched: data?.matched, total: data?.total, fault, asking: isFetching || filter !== ask.filter.trim() }
}

export function Matching({ matched, total, fault, asking }: State) {
  if (fault) return <Text size="sm">The filter can’t be read yet.</Text>
  return (
    <Text size="sm" c="var(--rl-quiet)" role="status" data-asking={asking || undefined}>
      {matched === undefined || total === undefined ? (
        <Loader size="xs" />
      ) : (
        `${count(matched)} of ${count(total)} runs match`
      )}
    </Text>
  )
}
