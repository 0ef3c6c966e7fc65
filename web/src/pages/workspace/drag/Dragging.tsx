import {
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragMoveEvent,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { type ReactNode, useState } from 'react'
import { useKeys } from '../../../keys/keys'
import { dragKeys } from '../../../keys/listed'
import { useWorkspace } from '../WorkspaceContext'
import classes from './Dragging.module.css'
import { DropLine } from './DropLine'
import { toNext } from './keyboard'
import { dropped, type Target, targetAt } from './target'
import type { Dragged } from './useDrag'

/** What something can be dropped upon: sections upon sections; panels upon panels, else upon a section. */
const collisions: CollisionDetection = (args) => {
  const dragged = args.active.data.current as Dragged | undefined
  const of = (kind: Dragged['kind']) =>
    args.droppableContainers.filter((c) => (c.data.current as Dragged | undefined)?.kind === kind)
  const among = (kind: Dragged['kind']) => {
    const narrowed = { ...args, droppableContainers: of(kind) }
    return args.pointerCoordinates ? pointerWithin(narrowed) : closestCenter(narrowed)
  }
  if (dragged?.kind === 'section') return among('section')
  const panels = among('panel')
  return panels.length > 0 ? panels : among('section')
}

function targetOf(e: Pick<DragMoveEvent, 'active' | 'over'>, pointer?: { x: number; y: number }): Target | undefined {
  const dragged = e.active.data.current as Dragged | undefined
  const over = e.over?.data.current as Dragged | undefined
  const moved = e.active.rect.current.translated
  if (!dragged || !over || !e.over || !moved) return undefined
  const at = pointer ?? { x: moved.left + moved.width / 2, y: moved.top + moved.height / 2 }
  return targetAt(dragged, over, e.over.rect, at)
}

/** Where the pointer is by now; undefined: it isn't a pointer that drags. */
function pointerOf(e: DragMoveEvent): { x: number; y: number } | undefined {
  const from = e.activatorEvent
  return from instanceof PointerEvent ? { x: from.clientX + e.delta.x, y: from.clientY + e.delta.y } : undefined
}

/** Sections and panels within it can be dragged, by pointer and by keyboard. A line shows where they would land. */
export function Dragging({ sections, children }: { sections: unknown; children: ReactNode }) {
  const { arrange } = useWorkspace()
  useKeys(dragKeys)
  const [dragged, setDragged] = useState<Dragged>()
  const [target, setTarget] = useState<Target>()
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, { coordinateGetter: toNext, scrollBehavior: 'auto' }),
  )
  const follow = (e: DragMoveEvent) => {
    const now = targetOf(e, pointerOf(e))
    setTarget((was) =>
      was && now && was.over.id === now.over.id && was.side === now.side && was.box.top === now.box.top ? was : now,
    )
  }
  const end = () => {
    setDragged(undefined)
    setTarget(undefined)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collisions}
      onDragStart={(e) => setDragged(e.active.data.current as Dragged | undefined)}
      onDragMove={follow}
      onDragOver={follow}
      onDragCancel={end}
      onDragEnd={(e) => {
        const to = targetOf(e, pointerOf(e))
        if (dragged && to) void arrange(dropped(dragged, to)).catch(() => {})
        end()
      }}
      accessibility={{ screenReaderInstructions: instructions, announcements }}
    >
      {children}
      {target && <DropLine target={target} of={sections} />}
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className={classes.ghost} data-dragging={dragged.kind}>
            {dragged.title}
          </div>
        )}
      </DragOverlay>
    </DndContext>
  )
}

const instructions = {
  draggable:
    'Space or Enter picks it up, the arrow keys choose where it goes, Space or Enter drops it there, Escape leaves it where it was.',
}

const nameOf = (one: { data: { current?: unknown } } | null) => {
  const d = one?.data.current as Dragged | undefined
  return d ? `${d.kind} ${d.title}` : 'nothing'
}

const announcements = {
  onDragStart: ({ active }: Pick<DragMoveEvent, 'active'>) => `${nameOf(active)} is picked up.`,
  onDragOver: ({ over }: Pick<DragMoveEvent, 'over'>) => `Over ${nameOf(over)}.`,
  onDragEnd: ({ active, over }: Pick<DragMoveEvent, 'active' | 'over'>) =>
    `${nameOf(active)} was dropped at ${nameOf(over)}.`,
  onDragCancel: ({ active }: Pick<DragMoveEvent, 'active'>) => `${nameOf(active)} stays where it was.`,
}
