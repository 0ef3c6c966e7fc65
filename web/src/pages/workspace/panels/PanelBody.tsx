import { useQuery } from '@tanstack/react-query'
import { useScope } from '../../../api/scope'
import { type Panel, panelDataQuery } from '../../../api/workspace'
import { PanelView } from '../../../panels/PanelView'
import { Broken } from '../../../ui/Broken'
import { Refused } from '../../../ui/Refused'
import { Waiting } from '../../../ui/Waiting'
import { useInView } from '../useInView'
import { useWorkspace } from '../WorkspaceContext'
import classes from './PanelCard.module.css'

/** What a panel shows. It is asked for while it's in view only; what was drawn stays meanwhile. */
export function PanelBody({ panel, height, full }: { panel: Panel; height: number; full?: boolean }) {
  const scope = useScope()
  const { workspace } = useWorkspace()
  const [ref, inView] = useInView<HTMLDivElement>()
  const { data, error, isError, refetch } = useQuery({
    ...panelDataQuery(scope, workspace, panel.id),
    enabled: inView || full === true,
  })
  return (
    <div
      ref={ref}
      className={classes.body}
      style={{ height }}
      data-shown={data ? 'data' : 'nothing'}
      data-run-set={data?.run_set.id}
    >
      <Broken what="This panel" resetKey={data}>
        {data ? (
          <PanelView data={data} height={height} workspace={workspace} full={full} />
        ) : isError ? (
          <Refused error={error} again={() => void refetch()} />
        ) : (
          inView && <Waiting height={height} />
        )}
      </Broken>
    </div>
  )
}
