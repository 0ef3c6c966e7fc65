import { type ReactNode, useCallback, useState } from 'react'
import { useMay } from '../api/project'
import type { RunRow } from '../api/workspace'
import { useConfirm } from '../ui/confirm'
import { onDemand } from '../ui/onDemand'
import type { RunDeed } from './RunMenu'
import { useRunChanges } from './useRunChanges'
import { useVisibility } from './useVisibility'
import { onlyEyes, someEyes } from './visibility'

const MoveRuns = onDemand(() => import('./MoveRuns').then((m) => m.MoveRuns))

const EditNotes = onDemand(() => import('./EditNotes').then((m) => m.EditNotes))

const EditTags = onDemand(() => import('./EditTags').then((m) => m.EditTags))

const RunColourPicker = onDemand(() => import('./RunColourPicker').then((m) => m.RunColourPicker))

const RunMenu = onDemand(() => import('./RunMenu').then((m) => m.RunMenu))

type Open = { what: 'menu' | 'colour' | 'tags' | 'notes' | 'move'; run: RunRow; at: HTMLElement }

/**
 * The menu of runs in a list, with all that it opens: one for all rows. Render `element`;
 * open it with openMenu(run, button). rename(run) is to show the row's RunName as a field.
 */
export function useRunMenu(options: { workspace: string; editable: boolean; rename: (run: RunRow) => void }) {
  const { workspace, editable, rename } = options
  const may = useMay()
  const edits = may.edit && editable
  const { stop, remove: removeRun } = useRunChanges()
  const { shown, eyes, change } = useVisibility(workspace)
  const [open, setOpen] = useState<Open>()
  const [ask, question] = useConfirm()

  const openMenu = useCallback((run: RunRow, at: HTMLElement) => setOpen({ what: 'menu', run, at }), [])
  const openColour = useCallback(
    (run: RunRow, at: HTMLElement) => edits && setOpen({ what: 'colour', run, at }),
    [edits],
  )
  const toggleEye = useCallback(
    (run: RunRow) => editable && change(someEyes(eyes, [run.id], !shown(run.id))),
    [editable, change, eyes, shown],
  )
  const remove = useCallback(
    (run: RunRow) => {
      if (!edits) return
      ask({
        title: `Delete ${run.name}?`,
        text: 'It goes to the project’s trash, and out of all charts, counts and groups. It can be brought back.',
        action: 'Delete run',
        danger: true,
        act: () => removeRun(run),
      })
    },
    [edits, ask, removeRun],
  )
  const close = () => {
    open?.at.focus()
    setOpen(undefined)
  }
  // An item that opens something closes the menu after that: what it opened stays.
  const closeMenu = () => {
    open?.at.focus()
    setOpen((now) => (now?.what === 'menu' ? undefined : now))
  }
  const act = (deed: RunDeed) => {
    if (!open) return
    const { run, at } = open
    close()
    if (deed === 'colour' || deed === 'tags' || deed === 'notes' || deed === 'move') setOpen({ what: deed, run, at })
    if (deed === 'rename') rename(run)
    if (deed === 'stop') stop(run)
    if (deed === 'delete') remove(run)
    if (deed === 'eye') toggleEye(run)
    if (deed === 'only') change(onlyEyes(eyes, [run.id]))
  }
  const can = (deed: RunDeed) => (deed === 'eye' || deed === 'only' ? editable : edits)

  const shownNow: ReactNode = open && (
    <>
      {open.what === 'menu' && (
        <RunMenu run={open.run} at={open.at} shown={shown(open.run.id)} can={can} onDo={act} onClose={closeMenu} />
      )}
      {open.what === 'colour' && <RunColourPicker run={open.run} at={open.at} onClose={close} />}
      {open.what === 'tags' && <EditTags run={open.run} onClose={close} />}
      {open.what === 'notes' && <EditNotes run={open.run} onClose={close} />}
      {open.what === 'move' && <MoveRuns runs={[open.run]} onClose={close} />}
    </>
  )
  return {
    openMenu,
    openColour,
    toggleEye,
    remove,
    /** Whose menu is open. */
    openFor: open?.run.id,
    edits,
    element: (
      <>
        {shownNow}
        {question}
      </>
    ),
  }
}
