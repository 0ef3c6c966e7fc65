import { Stack, Text, UnstyledButton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { trailQuery } from '../api/audit'
import { useNow } from '../api/scope'
import { said } from '../pages/audit/words'
import { Answer } from '../ui/Answer'
import { relative } from '../ui/times'
import classes from './RecentChanges.module.css'

const most = 8
const accepted = { outcome: 'accepted' } as const

/** What people changed lately: each leads to the moment before it. */
export function RecentChanges({ go }: { go: (ms: number) => void }) {
  const changes = useInfiniteQuery(trailQuery(useNow(), accepted))
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        … before a change
      </Text>
      <Answer of={changes} height={60}>
        {({ pages }) => (
          <Stack gap={0}>
            {(pages[0]?.rows ?? []).slice(0, most).map((row) => (
              <UnstyledButton key={row.offset} className={classes.change} onClick={() => go(Date.parse(row.at) - 1)}>
                <span>{said(row.type)}</span>
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
