import { Anchor } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { trailQuery } from '../../api/audit'
import { useScope } from '../../api/scope'
import { AuditRow } from '../audit/AuditRow'
import { Box } from './Box'
import classes from './Overview.module.css'

const most = 8

/** What happened lately, with a link to the whole trail. */
export function Recent() {
  const scope = useScope()
  const trail = useInfiniteQuery(trailQuery(scope, {}))
  const [open, setOpen] = useState<string>()
  const rows = (trail.data?.pages[0]?.rows ?? []).slice(0, most)
  if (rows.length === 0) return null
  const search = scope.asOf ? new URLSearchParams({ as_of: scope.asOf }).toString() : ''
  return (
    <Box
      title="What happened lately"
      action={
        <Anchor
          component={Link}
          size="sm"
          to={{ pathname: `/${scope.entity}/${encodeURIComponent(scope.project)}/audit`, search }}
        >
          Audit trail
        </Anchor>
      }
    >
      <ol className={classes.recent} aria-label="What happened lately">
        {rows.map((e) => (
          <li key={e.id}>
            <AuditRow
              entry={e}
              open={open === e.id}
              toggle={() => setOpen(open === e.id ? undefined : e.id)}
              place={scope.path}
              mayUndo={false}
              undone={false}
              showPlace={false}
            />
          </li>
        ))}
      </ol>
    </Box>
  )
}
