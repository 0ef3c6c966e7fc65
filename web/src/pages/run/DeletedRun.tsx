import { Button, Group, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useChange } from '../../api/change'
import { body } from '../../api/client'
import { useMay } from '../../api/project'
import { useScope } from '../../api/scope'
import { Empty } from '../../ui/Empty'

/** In place of a run that is in the trash. */
export function DeletedRun({ run }: { run: string }) {
  const scope = useScope()
  const may = useMay()
  const undelete = useChange(
    (now) =>
      body(
        now.api.POST('/api/v1/projects/{entity}/{project}/runs/{run}/undelete', {
          params: { path: { ...now.path, run } },
        }),
      ),
    ['run', 'runs', 'trash', 'overview', 'panel-data', 'points', 'files'],
  )
  return (
    <Empty title={`Run ${run} is in the trash`}>
      <Text>Everything that it logged is kept until somebody erases it for ever.</Text>
      <Group>
        {may.edit && (
          <Button loading={undelete.isPending} onClick={() => undelete.mutate(undefined)}>
            Undelete
          </Button>
        )}
        <Button variant="default" component={Link} to={`/${scope.entity}/${encodeURIComponent(scope.project)}/trash`}>
          Open the trash
        </Button>
      </Group>
    </Empty>
  )
}
