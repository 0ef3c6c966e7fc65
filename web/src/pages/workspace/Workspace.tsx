import { useQuery } from '@tanstack/react-query'
import { useScope } from '../../api/scope'
import { workspaceQuery } from '../../api/workspace'
import { Answer } from '../../ui/Answer'
import { useWorkspaceId } from '../../url/workspace'
import { Arrangement } from './Arrangement'
import { Clearing } from './Clearing'

/** The page of a project where its runs are compared: the runs, and panels in sections. */
export default function Workspace() {
  const [workspace] = useWorkspaceId()
  return workspace === 'clear' ? <Clearing /> : <Shown key={workspace} workspace={workspace} />
}

const whileEmpty = 2000 // ms

function Shown({ workspace }: { workspace: string }) {
  const scope = useScope()
  const query = useQuery({
    ...workspaceQuery(scope, workspace),
    // Points alone don't change a workspace; the first ones of a project do.
    refetchInterval: ({ state }) => (!scope.asOf && state.data && !state.data.panel_count ? whileEmpty : false),
  })
  return (
    <Answer of={query} what="Opening the workspace" height="100%">
      {(data) => <Arrangement workspace={workspace} data={data} />}
    </Answer>
  )
}
