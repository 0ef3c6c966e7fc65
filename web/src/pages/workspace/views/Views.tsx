import { Button, Menu, ScrollArea } from '@mantine/core'
import { IconBookmarkPlus, IconChevronDown, IconEraser, IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../../api/project'
import { useScope } from '../../../api/scope'
import type { Workspace } from '../../../api/workspace'
import { sessionQuery } from '../../../signin/session'
import { onDemand } from '../../../ui/onDemand'
import { useWorkspaceId } from '../../../url/workspace'
import danger from '../Danger.module.css'
import { useWorkspace } from '../WorkspaceContext'
import { titleOf } from './titles'
import { useViews } from './useViews'
import { viewsQuery } from './viewsQuery'

const NameDialog = onDemand(() => import('./NameDialog').then((m) => m.NameDialog))

/** Whose arrangement is shown; the others, and what can be done with it. */
export function Views({ data }: { data: Workspace }) {
  const scope = useScope()
  const { editable } = useWorkspace()
  const may = useMay()
  const { data: who } = useQuery(sessionQuery)
  const [opened, setOpened] = useState(false)
  const [naming, setNaming] = useState<'save' | 'rename'>()
  const [, setWorkspace] = useWorkspaceId()
  const list = useQuery({ ...viewsQuery(scope), enabled: opened })
  const views = useViews(data)
  const all = list.data?.workspaces ?? []
  const own = all.filter((w) => w.own && w.owner === who?.name)
  const saved = all.filter((w) => !w.own)
  const others = all.filter((w) => w.own && w.owner !== who?.name)
  const group = (label: string, some: typeof all) =>
    some.length > 0 && (
      <>
        {label && <Menu.Label>{label}</Menu.Label>}
        {some.map((w) => (
          <Menu.Item
            key={w.id}
            fw={w.id === data.id ? 600 : undefined}
            aria-current={w.id === data.id || undefined}
            onClick={() => setWorkspace(w.own && w.owner === who?.name ? 'me' : w.id)}
          >
            {titleOf(w, who?.name)}
          </Menu.Item>
        ))}
      </>
    )
  return (
    <>
      <Menu withInitialFocusPlaceholder={false} position="bottom-end" width={260} opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Button
            variant="default"
            size="compact-md"
            h={34}
            rightSection={<IconChevronDown size={14} />}
            aria-label={`View: ${titleOf(data, who?.name)}`}
            fw={500}
            style={{ maxWidth: 240, flex: 'none' }}
          >
            {titleOf(data, who?.name)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ScrollArea.Autosize mah={360}>
            {group('', own)}
            {group('Saved views', saved)}
            {group('Other people’s', others)}
          </ScrollArea.Autosize>
          {(may.edit || editable) && <Menu.Divider />}
          {may.edit && (
            <Menu.Item leftSection={<IconBookmarkPlus size={16} />} onClick={() => setNaming('save')}>
              Save as a new view…
            </Menu.Item>
          )}
          {editable && !data.own && (
            <>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setNaming('rename')}>
                Rename this view…
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={16} />} className={danger.danger} onClick={views.remove}>
                Delete this view
              </Menu.Item>
            </>
          )}
          {editable && (
            <Menu.Item leftSection={<IconEraser size={16} />} onClick={views.clear}>
              Clear: arrange by itself again
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming === 'save' && (
        <NameDialog title="Save as a new view" action="Save" done={views.save} close={() => setNaming(undefined)} />
      )}
      {naming === 'rename' && (
        <NameDialog
          title="Rename this view"
          action="Rename"
          name={data.name}
          done={views.rename}
          close={() => setNaming(undefined)}
        />
      )}
    </>
  )
}
