import type { Announcements } from '@dnd-kit/core'

export const howToDrag = 'Space picks the block up, the arrow keys move it, space drops it, escape puts it back.'

/** What is said while a block is dragged, for who can't see it. */
export function announcementsOf(ids: string[]): Announcements {
  const place = (id: string | number) => ids.indexOf(String(id)) + 1
  return {
    onDragStart: ({ active }) => `Picked up block ${place(active.id)}.`,
    onDragOver: ({ active, over }) =>
      over ? `Block ${place(active.id)} is over place ${place(over.id)} of ${ids.length}.` : undefined,
    onDragEnd: ({ active, over }) =>
      over ? `Block ${place(active.id)} was dropped at place ${place(over.id)}.` : 'The block is where it was.',
    onDragCancel: () => 'The block is where it was.',
  }
}
