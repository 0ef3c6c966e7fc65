import { Button, Group, Text } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../../api/project'
import { useScope } from '../../../api/scope'
import type { Workspace } from '../../../api/workspace'
import { sessionQuery } from '../../../signin/session'
import { onDemand } from '../../../ui/onDemand'
import { useWorkspaceId } from '../../../url/workspace'
import classes from './ReadOnly.module.css'
import { titleOf } from './titles'
import { useViews } from './useViews'

const NameDialog = onDemand(() => import('./NameDialog').then((m) => m.NameDialog))

/** Says that what is shown is somebody else's, and offers a copy. */
export function ReadOnly({ data }: { data: Workspace }) {
  const scope = useScope()
  const may = useMay()
  const { data: who } = useQuery(sessionQuery)
  const [, setWorkspace] = useWorkspaceId()
  const [naming, setNaming] = useState(false)
  const views = useViews(data)
  if (scope.asOf || data.editable) return null
  const title = titleOf(data, who?.name)
  return (
    <div className={classes.bar} role="note">
      <IconEye size={16} />
      <Text size="sm">
        <b>{title}</b> can only be looked at{may.edit ? ': a copy is yours to change.' : '.'}
      </Text>
      <Group gap="xs" ml="auto" wrap="nowrap">
        {may.edit && (
          <>
            <Button size="compact-sm" onClick={() => views.save(`${title} (${who?.name ?? 'copy'})`)}>
              Save as mine
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setNaming(true)}>
              Save as view…
            </Button>
          </>
        )}
        <Button size="compact-sm" variant="subtle" onClick={() => setWorkspace('me')}>
          My workspace
        </Button>
      </Group>
      {naming && (
        <NameDialog
          title="Save as a view"
          action="Save"
          name={title}
          done={views.save}
          close={() => setNaming(false)}
        />
      )}
    </div>
  )
}
