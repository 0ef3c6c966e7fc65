import { useDraggable, useDroppable } from '@dnd-kit/core'
import type { Panel, Section } from '../../../api/workspace'
import { useWorkspace } from '../WorkspaceContext'

/** What is dragged, or dropped upon. */
export type Dragged =
  | { kind: 'section'; id: string; title: string }
  | { kind: 'panel'; id: string; title: string; section: string }

export function useDragSection(section: Section) {
  const data: Dragged = { kind: 'section', id: section.id, title: section.title }
  return useDraggable({ id: `drag section ${section.id}`, data })
}

export function useDropSection(section: Section) {
  const { editable } = useWorkspace()
  const data: Dragged = { kind: 'section', id: section.id, title: section.title }
  return useDroppable({ id: `section ${section.id}`, data, disabled: !editable }).setNodeRef
}

export function useDragPanel(panel: Panel, on: boolean) {
  const data: Dragged = { kind: 'panel', id: panel.id, title: panel.title, section: panel.section }
  const drag = useDraggable({ id: `drag panel ${panel.id}`, data, disabled: !on })
  const drop = useDroppable({ id: `panel ${panel.id}`, data, disabled: !on })
  return { drag, drop }
}
