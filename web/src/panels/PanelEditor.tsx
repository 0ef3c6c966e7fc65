import { Drawer } from '@mantine/core'
import { useState } from 'react'
import { asProblem } from '../api/problem'
import type { Panel } from '../api/workspace'
import { useConfirm } from '../ui/confirm'
import { draftOf, missing, newDraft, patchOf } from './editor/draft'
import { EditorForm } from './editor/EditorForm'
import { type Faults, faultsOf, formFields } from './editor/faults'
import { useSave } from './editor/useSave'
import { clipped } from './shown'

export type PanelEditorProps = {
  workspace: string
  /** The section that a new panel is added to. */
  section: string
  /** The panel that is edited; none: one is added. */
  panel?: Panel
  onClose: () => void
}

/** Adds a panel to a section, or edits one. Nothing is stored before Save. */
export function PanelEditor({ workspace, section, panel, onClose }: PanelEditorProps) {
  // What is edited stays as it was when the form opened, whatever changes behind it.
  const [before] = useState(() => draftOf(panel))
  const [draft, setDraft] = useState(before)
  const [faults, setFaults] = useState<Faults>({})
  const [ask, dialog] = useConfirm()
  const change = useSave(workspace, section, panel)
  const patch = patchOf(panel ? before : {}, draft)
  const dirty = Object.keys(panel ? patch : patchOf(newDraft(), draft)).length > 0

  const save = () => {
    const needs = missing(draft)
    setFaults(needs)
    if (Object.keys(needs).length > 0 || change.isPending) return
    if (panel && !dirty) return onClose()
    change.mutate(patch, {
      onSuccess: onClose,
      onError: (error) => setFaults(faultsOf(asProblem(error), formFields)),
    })
  }
  const leave = () => {
    if (!dirty) return onClose()
    ask({
      title: 'Discard what you changed?',
      text: 'The panel stays as it was.',
      action: 'Discard',
      danger: true,
      act: onClose,
    })
  }
  return (
    <>
      <Drawer
        opened
        onClose={leave}
        position="right"
        size="min(1180px, 100vw)"
        title={panel ? `Edit panel ${clipped(panel.title, 80)}` : 'Add panel'}
        padding="sm"
        closeButtonProps={{ 'aria-label': 'Close' }}
        styles={{ body: { paddingBottom: 0 } }}
      >
        <EditorForm
          workspace={workspace}
          panel={panel}
          draft={draft}
          onDraft={(next) => {
            setDraft(next)
            setFaults({})
          }}
          faults={faults}
          saving={change.isPending}
          onSave={save}
          onCancel={leave}
        />
      </Drawer>
      {dialog}
    </>
  )
}
