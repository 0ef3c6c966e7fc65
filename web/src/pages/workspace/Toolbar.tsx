import type { Workspace } from '../../api/workspace'
import { count } from '../../ui/numbers'
import { PanelSearch } from './PanelSearch'
import classes from './Toolbar.module.css'
import { Views } from './views/Views'

/** Above the sections: whose view it is, and the search over its panels. */
export function Toolbar({ data }: { data: Workspace }) {
  return (
    <div className={classes.bar}>
      <PanelSearch panels={data.panel_count ?? 0} />
      <span className={classes.count}>
        {count(data.panel_count ?? 0)} {data.panel_count === 1 ? 'panel' : 'panels'}
      </span>
      <Views data={data} />
    </div>
  )
}
