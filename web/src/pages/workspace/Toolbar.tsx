import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import type { Workspace } from '../../api/workspace'
import { count } from '../../ui/numbers'
import { PanelSearch } from './PanelSearch'
import classes from './Toolbar.module.css'
import type { RunsColumn } from './useRunsColumn'
import { Views } from './views/Views'

/** Above the sections: whose view it is, and the search over its panels. */
export function Toolbar({ data, column }: { data: Workspace; column: RunsColumn }) {
  const what = column.shown ? 'Fold the runs away' : 'Show the runs'
  return (
    <div className={classes.bar}>
      <Tooltip label={what}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          aria-label={what}
          aria-expanded={column.shown}
          onClick={column.toggle}
        >
          {column.shown ? <IconLayoutSidebarLeftCollapse size={18} /> : <IconLayoutSidebarLeftExpand size={18} />}
        </ActionIcon>
      </Tooltip>
      <PanelSearch panels={data.panel_count ?? 0} />
      <span className={classes.count}>
        {count(data.panel_count ?? 0)} {data.panel_count === 1 ? 'panel' : 'panels'}
      </span>
      <Views data={data} />
    </div>
  )
}
