import { closestCenter, DndContext, type DragEndEvent, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon } from '@mantine/core'
import { IconGripVertical, IconPin, IconPinFilled, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useRef } from 'react'
import classes from './Chooser.module.css'
import { type Column, change, inOrder, moveTo, nameField, step } from './columns'
import { headingOf, parseField } from './fields'
import type { useColumns } from './useColumns'

/** The columns that are shown, in their order: dragged, pinned, hidden. */
export function ShownList({ columns: c }: { columns: ReturnType<typeof useColumns> }) {
  const shown = inOrder(c.columns)
  const list = useRef<HTMLUListElement>(null)
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }))
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over) c.set(moveTo(c.columns, String(active.id), String(over.id)))
  }
  const onKeyDown = (e: KeyboardEvent, field: string) => {
    if (!e.altKey || (e.key !== 'ArrowUp' && e.key !== 'ArrowDown')) return
    e.preventDefault()
    c.set(step(c.columns, field, e.key === 'ArrowUp' ? -1 : 1))
  }
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
      <SortableContext items={shown.map((one) => one.field)} strategy={verticalListSortingStrategy}>
        <ul ref={list} className={classes.list} aria-label="Shown columns">
          {shown.map((one) => (
            <Shown key={one.field} column={one} onKeyDown={(e) => onKeyDown(e, one.field)} columns={c} />
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  )
}

function Shown(p: { column: Column; onKeyDown: (e: KeyboardEvent) => void; columns: ReturnType<typeof useColumns> }) {
  const { column: one, columns: c } = p
  const fixed = one.field === nameField
  const s = useSortable({ id: one.field, disabled: fixed })
  const scope = parseField(one.field)?.scope
  const heading = headingOf(one.field)
  const Pin = one.pinned ? IconPinFilled : IconPin
  return (
    <li
      ref={s.setNodeRef}
      className={classes.shown}
      data-column={one.field}
      style={{ transform: CSS.Translate.toString(s.transform), transition: s.transition }}
    >
      <button
        type="button"
        ref={s.setActivatorNodeRef}
        {...s.listeners}
        className={classes.grip}
        disabled={fixed}
        aria-label={`Move ${heading}`}
        title="Drag, or Alt-↑ and Alt-↓"
        onKeyDown={p.onKeyDown}
      >
        <IconGripVertical size={14} />
      </button>
      <span className={classes.name} title={one.field}>
        <span className={classes.scope}>{scope === 'run' ? '' : `${scope} `}</span>
        {heading}
      </span>
      {!fixed && (
        <>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={one.pinned ? `Unpin ${heading}` : `Pin ${heading}`}
            aria-pressed={one.pinned}
            onClick={() => c.set(change(c.columns, one.field, { pinned: !one.pinned }))}
          >
            <Pin size={14} />
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Hide ${heading}`}
            onClick={() => c.hide([one.field])}
          >
            <IconX size={14} />
          </ActionIcon>
        </>
      )}
    </li>
  )
}
