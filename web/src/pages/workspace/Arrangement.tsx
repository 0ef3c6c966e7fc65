import { VisuallyHidden } from '@mantine/core'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useScope } from '../../api/scope'
import type { Workspace } from '../../api/workspace'
import { RunsSidebar } from '../../runs/RunsSidebar'
import { Broken } from '../../ui/Broken'
import { onDemand } from '../../ui/onDemand'
import { UndoBar } from '../../undo/UndoBar'
import { text, useParam } from '../../url/params'
import classes from './Arrangement.module.css'
import { Sidebar } from './Sidebar'
import { Sections } from './sections/Sections'
import { Toolbar } from './Toolbar'
import { useArrange } from './useArrange'
import { useNewPanels } from './useNewPanels'
import { useRunsColumn } from './useRunsColumn'
import { useWidth } from './useWidth'
import { ReadOnly } from './views/ReadOnly'
import { type Shared, WorkspaceContext } from './WorkspaceContext'

const FullScreen = onDemand(() => import('./panels/FullScreen').then((m) => m.FullScreen))

const FirstRun = onDemand(() => import('./start/FirstRun').then((m) => m.FirstRun))

const Editing = lazy(() => import('./panels/Editing'))

const panelParam = text()

/** A workspace: on the left the runs, on the right its sections, below what can be undone. */
export function Arrangement({ workspace, data }: { workspace: string; data: Workspace }) {
  const scope = useScope()
  const editable = data.editable && !scope.asOf
  const { mutateAsync: arrange } = useArrange(workspace)
  const [editing, setEditing] = useState<{ section: string; panel?: string }>()
  const [full, setFull] = useParam('panel', panelParam)
  const runs = useRunsColumn()
  const [column, width] = useWidth<HTMLDivElement>()
  useNewPanels(workspace, data)

  // Only ids and titles: a change elsewhere doesn't draw every panel anew.
  const titles = JSON.stringify((data.sections ?? []).map(({ id, title }) => ({ id, title })))
  const edit = useCallback((what: { section: string; panel?: string }) => setEditing(what), [])
  const shared = useMemo<Shared>(
    () => ({ workspace, editable, arrange, edit, width: Math.max(0, width - 24), sections: JSON.parse(titles) }),
    [workspace, editable, arrange, edit, width, titles],
  )
  const empty = data.total === 0 && !data.panel_count
  return (
    <WorkspaceContext value={shared}>
      <div className={classes.page}>
        <VisuallyHidden component="h1">Workspace of {scope.project}</VisuallyHidden>
        <Sidebar column={runs}>
          <Broken what="The runs">
            <RunsSidebar workspace={workspace} editable={editable} />
          </Broken>
        </Sidebar>
        <div className={classes.main}>
          <Toolbar data={data} column={runs} />
          <ReadOnly data={data} />
          <div className={classes.scrolls} data-scrolls ref={column}>
            {empty ? <FirstRun /> : width > 0 && <Sections data={data} />}
          </div>
          {editable && <UndoBar workspace={workspace} />}
        </div>
      </div>
      {full && <FullScreen key={full} panel={full} close={() => setFull('')} />}
      {editing && (
        <Suspense>
          <Editing {...editing} close={() => setEditing(undefined)} />
        </Suspense>
      )}
    </WorkspaceContext>
  )
}
