import { expect, test } from 'vitest'
import { chunksOf, lineHeight, measureOf, scrollTo, windowOf } from './window'

test('short outputs scroll pixel by pixel', () => {
  const view = 20 * lineHeight
  expect(measureOf(100, view).height).toBe(100 * lineHeight)
  expect(windowOf(100, view, 50 * lineHeight, 0)).toEqual({ first: 50, end: 70, top: 50 * lineHeight })
  expect(windowOf(5, view, 0)).toEqual({ first: 0, end: 5, top: 0 })
  expect(windowOf(0, view, 0)).toEqual({ first: 0, end: 0, top: 0 })
})

test('of five million lines the first and the last can be seen', () => {
  const total = 5_000_000
  const view = 600
  const { height } = measureOf(total, view)
  expect(windowOf(total, view, 0, 0).first).toBe(0)
  const bottom = windowOf(total, view, height - view, 0)
  expect(bottom.end).toBe(total)
  // The last line ends where the view does.
  expect(bottom.top + (bottom.end - bottom.first) * lineHeight).toBeCloseTo(height, 0)
})

test('a line is where one scrolls to it', () => {
  for (const [total, line] of [
    [1_000, 500],
    [5_000_000, 4_321_000],
  ] as const) {
    const w = windowOf(total, 600, scrollTo(total, 600, line), 0)
    expect(Math.abs(w.first - line)).toBeLessThanOrEqual(1)
  }
})

test('chunks', () => {
  expect(chunksOf(0, 0, 500)).toEqual([])
  expect(chunksOf(499, 501, 500)).toEqual([0, 1])
})
