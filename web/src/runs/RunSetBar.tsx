import { FilterButton } from '../filter/FilterButton'
import { GroupMenu } from './GroupMenu'
import { RunSearch } from './RunSearch'
import classes from './RunSetBar.module.css'
import { RunSetFaults } from './RunSetFaults'
import { SortMenu } from './SortMenu'

/** What chooses the runs of a workspace: search, filter, groups, order. Over the sidebar's list and over the table. */
export function RunSetBar({ workspace, editable }: { workspace: string; editable: boolean }) {
  return (
    <>
      <div className={classes.bar}>
        <RunSearch workspace={workspace} editable={editable} />
        <div className={classes.tools}>
          <FilterButton workspace={workspace} editable={editable} />
          <GroupMenu workspace={workspace} editable={editable} />
          <SortMenu workspace={workspace} editable={editable} />
        </div>
      </div>
      <RunSetFaults workspace={workspace} editable={editable} />
    </>
  )
}
