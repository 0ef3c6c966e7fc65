import { IconFilter } from '@tabler/icons-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { ToolButton } from '../runs/ToolButton'
import { useRunSet } from '../runs/useRunSet'
import { conditionsOf } from './expr'
import { parse } from './parse'

const FilterDialog = lazy(() => import('./FilterDialog'))

/** Opens the filter of a workspace's runs. */
export function FilterButton({ workspace, editable }: { workspace: string; editable: boolean }) {
  const [open, setOpen] = useState(false)
  const { runSet } = useRunSet(workspace)
  const filter = runSet?.filter ?? ''
  const conditions = useMemo(() => (filter ? conditionsOf(parse(filter)).length || 1 : 0), [filter])
  return (
    <>
      <ToolButton
        name="Filter"
        state={filter ? filter.slice(0, 300) : undefined}
        badge={conditions}
        disabled={!editable}
        expanded={open}
        onClick={() => setOpen(true)}
      >
        <IconFilter size={16} />
      </ToolButton>
      {open && (
        <Suspense>
          <FilterDialog workspace={workspace} filter={filter} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
