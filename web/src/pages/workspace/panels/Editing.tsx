import { PanelEditor } from '../../../panels/PanelEditor'
import { useWorkspace } from '../WorkspaceContext'
import { usePanel } from './usePanel'

/** The editor of a panel, or of a new one. */
export default function Editing(props: { section: string; panel?: string; close: () => void }) {
  const { section, panel, close } = props
  const { workspace } = useWorkspace()
  if (panel) return <OfPanel section={section} panel={panel} close={close} />
  return <PanelEditor workspace={workspace} section={section} onClose={close} />
}

function OfPanel({ section, panel, close }: { section: string; panel: string; close: () => void }) {
  const { workspace } = useWorkspace()
  const { data } = usePanel(panel)
  // All that is stored of it is needed: lists leave large fields out.
  return data ? <PanelEditor workspace={workspace} section={section} panel={data} onClose={close} /> : null
}
