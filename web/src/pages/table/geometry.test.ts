import { expect, test } from 'vitest'
import { column } from './columns'
import { placed, tickWidth } from './geometry'

const columns = [
  column('name', { pinned: true, width: 200 }),
  column('a', { width: 100 }),
  column('b', { width: 80, pinned: true }),
  column('c', { width: 50, hidden: true }),
]

test('columns stand side by side, those pinned first', () => {
  const g = placed(columns, 1000)
  expect(g.pinned.map((c) => [c.field, c.left, c.index])).toEqual([
    ['name', tickWidth, 2],
    ['b', tickWidth + 200, 3],
  ])
  expect(g.loose.map((c) => [c.field, c.left, c.index])).toEqual([['a', tickWidth + 280, 4]])
  expect([g.pinnedWidth, g.width]).toEqual([tickWidth + 280, 1000])
  expect(placed(columns, 300).width).toBeGreaterThan(300)
})

test('on a narrow page only the name stays, and leaves room', () => {
  const g = placed(columns, 380)
  expect(g.pinned.map((c) => c.field)).toEqual(['name'])
  expect(g.pinnedWidth).toBeLessThanOrEqual(380 * 0.6)
  expect(g.loose.map((c) => c.field)).toEqual(['b', 'a'])
})
