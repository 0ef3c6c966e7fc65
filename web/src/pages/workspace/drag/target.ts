import type { Edit } from '../arrange'
import type { Dragged } from './useDrag'

export type Box = { left: number; top: number; width: number; height: number }

/** Where something lands: over what, on which side of it. In itself: at its end. */
export type Target = { over: Dragged; side: 'before' | 'after' | 'in'; box: Box }

const centre = (b: Box) => ({ x: b.left + b.width / 2, y: b.top + b.height / 2 })

/** Where what is dragged would land if it were let go at a point over something. */
export function targetAt(dragged: Dragged, over: Dragged, box: Box, at: { x: number; y: number }): Target | undefined {
  if (dragged.kind === over.kind && dragged.id === over.id) return undefined
  const c = centre(box)
  if (dragged.kind === 'section') {
    if (over.kind !== 'section') return undefined
    return { over, side: at.y < c.y ? 'before' : 'after', box }
  }
  if (over.kind === 'section') return { over, side: 'in', box }
  return { over, side: at.x < c.x ? 'before' : 'after', box }
}

/** The change that a drop makes. */
export function dropped(dragged: Dragged, { over, side }: Target): Edit {
  const beside = side === 'in' ? {} : { [side]: over.id }
  if (dragged.kind === 'section') return { do: 'move-section', section: dragged.id, beside }
  const section = over.kind === 'section' ? over.id : over.section
  return { do: 'move-panel', panel: dragged.id, section, beside }
}
