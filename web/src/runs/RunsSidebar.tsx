import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { kindOf } from '../filter/field'
import { Empty } from '../ui/Empty'
import { Refused } from '../ui/Refused'
import { Waiting } from '../ui/Waiting'
import { RunList } from './RunList'
import { RunSetBar } from './RunSetBar'
import classes from './RunsSidebar.module.css'
import { SidebarHead } from './SidebarHead'
import { readSort } from './sort'
import { useRunRows } from './useRunRows'
import { useRunSet } from './useRunSet'

const numbers = new Set(['any', 'number', 'time'])

/** The runs of a workspace, beside its panels: all of them, in the order in which panels show the first. */
export function RunsSidebar({ workspace, editable }: { workspace: string; editable: boolean }) {
  const { runSet } = useRunSet(workspace)
  const sort = runSet?.sort?.[0]
  const field = useMemo(() => {
    const f = sort ? readSort(sort).field : undefined
    return f === 'name' || f === 'state' ? undefined : f // they are shown anyway
  }, [sort])
  const columns = useMemo(() => ['name', ...(field ? [field] : [])], [field])
  const aggregates = useMemo(
    () => (field && numbers.has(kindOf(field)) ? (['mean', 'min', 'max'] as const).map((fn) => ({ field, fn })) : []),
    [field],
  )
  const rows = useRunRows(workspace, columns, aggregates)
  const chosen = !!runSet?.search || !!runSet?.filter
  return (
    <section className={classes.sidebar} aria-label="Runs of the workspace">
      <div className={classes.head}>
        <SidebarHead
          workspace={workspace}
          editable={editable}
          total={rows.total}
          matched={rows.matched}
          chosen={chosen}
        />
        <RunSetBar workspace={workspace} editable={editable} />
      </div>
      {rows.error && rows.length === 0 ? (
        <Refused error={rows.error} again={rows.again} />
      ) : rows.waiting ? (
        <Waiting what="Looking up runs" />
      ) : rows.length > 0 ? (
        <RunList workspace={workspace} editable={editable} rows={rows} field={rows.changing ? undefined : field} />
      ) : chosen ? (
        <Text size="sm" c="var(--rl-quiet)" p="md" ta="center">
          No run matches.
        </Text>
      ) : (
        <Empty title="No runs yet">Runs appear here as soon as a trainer logs. The Overview tab says how.</Empty>
      )}
    </section>
  )
}
