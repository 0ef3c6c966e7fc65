import { expect, test } from 'vitest'
import { dropped, targetAt } from './target'
import type { Dragged } from './useDrag'

const box = { left: 100, top: 100, width: 200, height: 100 }
const a: Dragged = { kind: 'panel', id: 'a', title: 'a', section: 's' }
const b: Dragged = { kind: 'panel', id: 'b', title: 'b', section: 't' }
const s: Dragged = { kind: 'section', id: 's', title: 's' }
const t: Dragged = { kind: 'section', id: 't', title: 't' }

test('a panel lands before or behind the one that it is over, in its section', () => {
  const left = targetAt(a, b, box, { x: 150, y: 150 })
  expect(left && dropped(a, left)).toEqual({ do: 'move-panel', panel: 'a', section: 't', beside: { before: 'b' } })
  const right = targetAt(a, b, box, { x: 250, y: 150 })
  expect(right && dropped(a, right)).toEqual({ do: 'move-panel', panel: 'a', section: 't', beside: { after: 'b' } })
})

test('over a section, a panel lands at its end', () => {
  const end = targetAt(a, t, box, { x: 150, y: 150 })
  expect(end && dropped(a, end)).toEqual({ do: 'move-panel', panel: 'a', section: 't', beside: {} })
})

test('sections land above or below others, never on panels or themselves', () => {
  const above = targetAt(s, t, box, { x: 0, y: 110 })
  expect(above && dropped(s, above)).toEqual({ do: 'move-section', section: 's', beside: { before: 't' } })
  expect(targetAt(s, b, box, { x: 0, y: 0 })).toBeUndefined()
  expect(targetAt(s, s, box, { x: 0, y: 0 })).toBeUndefined()
})
