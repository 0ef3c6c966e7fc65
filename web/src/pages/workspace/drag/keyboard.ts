import type { KeyboardCoordinateGetter } from '@dnd-kit/core'
import type { Box } from './target'
import type { Dragged } from './useDrag'

const ways: Record<string, { x: number; y: number }> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
}

/** The nearest box in a direction from a point; undefined: there's none. */
export function nearest<T extends { box: Box }>(
  all: T[],
  from: { x: number; y: number },
  way: { x: number; y: number },
) {
  let best: T | undefined
  let least = Number.POSITIVE_INFINITY
  for (const one of all) {
    const dx = one.box.left + one.box.width / 2 - from.x
    const dy = one.box.top + one.box.height / 2 - from.y
    const along = dx * way.x + dy * way.y
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x)
    if (along <= 1) continue
    const far = along + 3 * aside // straight ahead before aside
    if (far < least) [best, least] = [one, far]
  }
  return best
}

/** Arrow keys lead what is dragged from one place where it can be dropped to the next. */
export const toNext: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const way = ways[event.code]
  const dragged = context.active?.data.current as Dragged | undefined
  const moving = context.collisionRect
  if (!way || !dragged || !moving) return undefined
  event.preventDefault()
  const all: { box: Box }[] = []
  for (const [id, box] of context.droppableRects) {
    const on = context.droppableContainers.get(id)
    const what = on?.data.current as Dragged | undefined
    if (!what || on?.disabled || what.kind !== dragged.kind || what.id === dragged.id) continue
    all.push({ box })
  }
  const to = nearest(all, { x: moving.left + moving.width / 2, y: moving.top + moving.height / 2 }, way)
  if (!to) return currentCoordinates
  // A little beyond the middle: it lands behind what it came to from before, and before what it came to from behind.
  const beyond = (way.x + way.y) * (dragged.kind === 'section' ? Math.min(8, to.box.height / 4) : to.box.width / 8)
  return {
    x: to.box.left + to.box.width / 2 - moving.width / 2 + (dragged.kind === 'panel' ? beyond : 0),
    y: to.box.top + to.box.height / 2 - moving.height / 2 + (dragged.kind === 'section' ? beyond : 0),
  }
}
