import { Stack, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { body, type Schemas } from '../api/client'
import { keyOf, useNow } from '../api/scope'
import { Answer } from '../ui/Answer'
import { relative } from '../ui/times'
import classes from './RecentChanges.module.css'

/** What people changed lately: each leads to the moment before it. */
export function RecentChanges({ go }: { go: (ms: number) => void }) {
  const now = useNow()
  const changes = useQuery({
    queryKey: keyOf(now, 'audit', 'recent'),
    queryFn: async ({ signal }) =>
      (await body(
        now.api.GET('/api/v1/projects/{entity}/{project}/audit', {
          params: { path: now.path, query: { limit: 8, outcome: 'accepted' } },
          signal,
        }),
      )) as Schemas['AuditPage'], // by default; the route has other formats as well
  })
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        … before a change
      </Text>
      <Answer of={changes} height={60}>
        {(page) => (
          <Stack gap={0}>
            {(page.rows ?? []).map((row) => (
              <UnstyledButton key={row.offset} className={classes.change} onClick={() => go(Date.parse(row.at) - 1)}>
                <span>{row.type.replace(/\.v\d+$/, '').replace(/[._]/g, ' ')}</span>
                <span className={classes.when}>
                  {row.actor}, {relative(row.at)}
                </span>
              </UnstyledButton>
            ))}
          </Stack>
        )}
      </Answer>
    </div>
  )
}
