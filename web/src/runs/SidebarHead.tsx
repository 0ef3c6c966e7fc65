import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconEye, IconEyeClosed, IconEyeCog, IconTableShare } from '@tabler/icons-react'
import { Link, useSearchParams } from 'react-router'
import { useScope } from '../api/scope'
import { count } from '../ui/numbers'
import classes from './RunsSidebar.module.css'
import { useRunSet } from './useRunSet'
import { useVisibility } from './useVisibility'
import { allEyes } from './visibility'

/** How many runs there are, how many match, how many charts show; and the way to the table. */
export function SidebarHead(props: {
  workspace: string
  editable: boolean
  total?: number
  matched?: number
  chosen: boolean
}) {
  const { workspace, editable, total, matched, chosen } = props
  const { visualized } = useRunSet(workspace)
  const { eyes, change } = useVisibility(workspace)
  const { entity, project } = useScope()
  const [params] = useSearchParams()
  const kept = new URLSearchParams()
  for (const name of ['as_of', 'workspace']) {
    const value = params.get(name)
    if (value) kept.set(name, value)
  }
  return (
    <div className={classes.title}>
      <h2>
        Runs <span className={classes.total}>{total !== undefined && `(${count(total)})`}</span>
      </h2>
      <span className={classes.counts} role="status">
        {chosen && matched !== undefined && total !== undefined && `${count(matched)} of ${count(total)} · `}
        {visualized !== undefined && `${count(visualized)} visualized`}
      </span>
      {editable && (
        <Menu position="bottom-end" shadow="md" width={200}>
          <Menu.Target>
            <ActionIcon size={24} variant="subtle" color="gray" aria-label="Show or hide all runs">
              <IconEyeCog size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconEye size={16} />} onClick={() => change(allEyes(eyes, true))}>
              Show all in charts
            </Menu.Item>
            <Menu.Item leftSection={<IconEyeClosed size={16} />} onClick={() => change(allEyes(eyes, false))}>
              Hide all in charts
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Tooltip label="Open as table">
        <ActionIcon
          component={Link}
          to={{
            pathname: `/${encodeURIComponent(entity)}/${encodeURIComponent(project)}/table`,
            search: kept.toString(),
          }}
          size={24}
          variant="subtle"
          color="gray"
          aria-label="Open as table"
        >
          <IconTableShare size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
