import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { Fragment, useState } from 'react'
import type { Report } from '../../../api/reports'
import { AddMenu } from './AddMenu'
import { announcementsOf, howToDrag } from './announcements'
import { BlockFrame } from './BlockFrame'
import classes from './Edit.module.css'
import type { Kind } from './kinds'
import { NewBlock } from './NewBlock'
import { placeBehind } from './order'
import { useBlocks } from './useBlocks'
import { useImages } from './useImages'

type Pending = { kind: Kind; behind: number; file?: File /** Once it's stored. */; id?: string }

/** The blocks of a report, each with its handle, and lines between them where one adds others. */
export default function Editor({ report }: { report: Report }) {
  const change = useBlocks(report)
  const blocks = change.blocks
  const ids = blocks.map((b) => b.id)
  const [menu, setMenu] = useState<number>() // behind which block the menu is open
  const [pending, setPending] = useState<Pending>()
  const [open, setOpen] = useState<string>() // the block that is being edited
  const images = useImages((file, behind) => setPending({ kind: 'image', behind: behind ?? ids.length - 1, file }))
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const dropped = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) change.move(String(active.id), ids.indexOf(String(over.id)))
  }
  const between = (behind: number) => (
    <>
      <AddMenu
        opened={menu === behind}
        setOpened={(on) => setMenu(on ? behind : undefined)}
        where={behind < 0 ? 'at the beginning' : `after block ${behind + 1}`}
        add={(kind) => {
          setMenu(undefined)
          setPending({ kind, behind })
        }}
      />
      {pending?.behind === behind && (
        <NewBlock
          key={`${pending.kind} ${behind}`}
          report={report}
          kind={pending.kind}
          file={pending.file}
          place={placeBehind(ids, behind)}
          change={change}
          stored={(id) => setPending((p) => p && { ...p, id })}
          close={() => setPending(undefined)}
          onSlash={() => {
            setPending(undefined)
            setMenu(behind)
          }}
        />
      )}
    </>
  )
  return (
    <div className={classes.blocks} data-dropping={images.over || undefined} {...images.handlers}>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={dropped}
        accessibility={{ announcements: announcementsOf(ids), screenReaderInstructions: { draggable: howToDrag } }}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          {between(-1)}
          {blocks.map((b, i) => (
            <Fragment key={b.id}>
              {pending?.id === b.id ? null : (
                <BlockFrame
                  report={report}
                  block={b}
                  index={i}
                  count={blocks.length}
                  open={open === b.id}
                  setOpen={(on) => setOpen(on ? b.id : undefined)}
                  change={change}
                  addBehind={() => setMenu(i)}
                />
              )}
              {between(i)}
            </Fragment>
          ))}
        </SortableContext>
      </DndContext>
      {blocks.length === 0 && !pending && (
        <p className={classes.hint}>
          Add the first block: text, panels, a table of runs, or an image, which can also be pasted or dropped here.
        </p>
      )}
    </div>
  )
}
