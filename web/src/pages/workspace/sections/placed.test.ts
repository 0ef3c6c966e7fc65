import { expect, test } from 'vitest'
import type { Panel } from '../../../api/workspace'
import { moved, placed } from './placed'

const panel = (id: string, at: Partial<Panel> = {}) => ({ id, ...at }) as Panel

test('panels that nobody placed stand as in the standard layout', () => {
  const places = placed([panel('a'), panel('b'), panel('c'), panel('d')], 3, 260)
  expect(places.map(({ x, y, w }) => [x, y, w])).toEqual([
    [0, 0, 8],
    [8, 0, 8],
    [16, 0, 8],
    [0, 9, 8],
  ])
})

test('they make way for those that somebody placed', () => {
  const places = placed([panel('a'), panel('b', { x: 0, y: 0, w: 24, h: 5 })], 3, 260)
  expect(places).toEqual([
    { id: 'a', x: 0, y: 5, w: 8, h: 9 },
    { id: 'b', x: 0, y: 0, w: 24, h: 5 },
  ])
})

test('whatever is stored, every panel is within the grid', () => {
  for (const at of [{ x: -5, y: 1e9, w: 1e9, h: -3 }, { x: Number.NaN, y: 0, w: 1, h: 1 }, { w: 3 }]) {
    const [p] = placed([panel('a', at)], 3, 260)
    expect(p && p.x >= 0 && p.w >= 1 && p.x + p.w <= 24 && p.h >= 1).toBe(true)
  }
})

test('only what moved is stored', () => {
  const before = placed([panel('a'), panel('b')], 2, 260)
  const after = before.map((p) => (p.id === 'b' ? { ...p, h: 20 } : p))
  expect(moved(before, after).map((p) => p.id)).toEqual(['b'])
})
