import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconDotsVertical,
  IconHistory,
  IconLock,
  IconSettings,
  IconTrash,
  IconTrashX,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { useChange } from '../../api/change'
import { body, type Schemas } from '../../api/client'
import { staleEverywhere } from '../../api/everywhere'
import { useMay } from '../../api/project'
import { useScope } from '../../api/scope'
import { useConfirm } from '../../ui/confirm'
import { count } from '../../ui/numbers'
import { flag, useParam } from '../../url/params'
import { useOfferUndo } from '../offerUndo'
import { ProjectSettings } from './ProjectSettings'

/** What can be done to the whole project: the dot menu at the right. */
export function ProjectMenu({ project }: { project: Schemas['ProjectAnswerBody'] }) {
  const scope = useScope()
  const may = useMay()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const offer = useOfferUndo()
  const [ask, dialog] = useConfirm()
  const [, setPrivacy] = useParam('privacy', flag)
  const [settings, setSettings] = useParam('settings', flag)
  const { runs, trash, name } = project
  const all = runs + trash
  const there = `/${scope.entity}/${encodeURIComponent(name)}`
  const kept = scope.asOf ? `?as_of=${encodeURIComponent(scope.asOf)}` : ''

  const remove = useChange(
    (s, confirm: string | undefined) =>
      body(
        s.api.DELETE('/api/v1/projects/{entity}/{project}', {
          params: { path: s.path, query: confirm ? { confirm } : {} },
        }),
      ),
    [],
    {
      done: (p) => {
        void staleEverywhere(queries, ['projects', 'activity', 'trash'])
        navigate(`/${p.entity}`)
        offer(`${p.name} is in the trash`, scope.path, p, () => navigate(`${there}/overview`))
      },
    },
  )
  const undelete = useChange(
    (s, _: undefined) =>
      body(
        s.api.POST('/api/v1/projects/{entity}/{project}/runs:undelete', {
          params: { path: s.path },
          body: { all: true },
        }),
      ),
    ['runs', 'run', 'overview', 'project', 'trash', 'panel-data', 'keys'],
    {
      done: (done) => offer(`${count(done.count)} ${done.count === 1 ? 'run is' : 'runs are'} back`, scope.path, done),
    },
  )
  const askToDelete = () =>
    ask({
      title: `Delete ${name}?`,
      text:
        all > 0
          ? `The project and its ${count(all)} ${all === 1 ? 'run goes' : 'runs go'} into the trash. Nobody can log to it or see it, until it’s taken out again.`
          : 'The project has no runs. It goes into the trash and can be taken out again.',
      action: 'Delete project',
      danger: true,
      typed: all > 0 ? name : undefined,
      act: () => remove.mutate(all > 0 ? name : undefined),
    })

  return (
    <>
      {dialog}
      {settings && <ProjectSettings close={() => setSettings(false)} />}
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Tooltip label="What can be done to the project">
            <ActionIcon variant="default" size="lg" aria-label="Project menu">
              <IconDotsVertical size={18} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLock size={16} />} onClick={() => setPrivacy(true)}>
            Privacy and people
          </Menu.Item>
          <Menu.Item leftSection={<IconSettings size={16} />} onClick={() => setSettings(true)}>
            Project settings
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size={16} />} component={Link} to={`${there}/audit${kept}`}>
            Audit trail
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} component={Link} to={`${there}/trash${kept}`}>
            Trash{trash > 0 ? ` (${count(trash)})` : ''}
          </Menu.Item>
          {may.edit && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconArrowBackUp size={16} />}
                disabled={trash === 0}
                onClick={() => undelete.mutate(undefined)}
              >
                Undelete all runs ({count(trash)})
              </Menu.Item>
            </>
          )}
          {may.administer && (
            <Menu.Item color="red" leftSection={<IconTrashX size={16} />} onClick={askToDelete}>
              Delete project
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
