import { useQuery } from '@tanstack/react-query'
import { useScope } from '../../api/scope'
import { type Workspace, workspaceQuery } from '../../api/workspace'
import { Answer } from '../../ui/Answer'
import { useWorkspaceId } from '../../url/workspace'
import { RunsTable } from './RunsTable'
import { usePatched } from './usePatch'

/** The Table tab: all runs of the workspace's run set, a line each. */
export default function Table() {
  const scope = useScope()
  const [id] = useWorkspaceId()
  const workspace = useQuery(workspaceQuery(scope, id))
  return (
    <Answer of={workspace} what="Opening the table">
      {(w) => <Arranged key={w.id} id={id} workspace={w} />}
    </Answer>
  )
}

function Arranged({ id, workspace }: { id: string; workspace: Workspace }) {
  return <RunsTable id={id} workspace={usePatched(id, workspace)} />
}
