import { expect, test } from 'vitest'
import { answerOf } from './answers.test-data'
import { xSpan, ySpan } from './extents'
import { frameOf } from './frame'

const lines = (mean: (number | null)[], min = mean, max = mean) => frameOf(answerOf([{ mean, min, max }])).lines

test('x goes from the first to the last point, or over the zoom', () => {
  expect(xSpan(lines([null, 1, 2, null]))).toEqual({ min: 1, max: 2 })
  expect(xSpan(lines([1, 2, 3, 4]), false, { min: 1.5, max: 9 })).toEqual({ min: 1.5, max: 9 })
  expect(xSpan([])).toEqual({ min: 0, max: 1 })
  expect(xSpan(lines([null, null, 5, null]))).toEqual({ min: 1.8, max: 2.2 })
  expect(xSpan(lines([1, 2, 3, 4]), true)).toEqual({ min: 1, max: 3 }) // 0 has no place on a log axis
})

test('y shows all of the band within the x that is seen', () => {
  const l = lines([0, 10, 10, 10], [0, 0, 0, -1000], [0, 100, 10, 10])
  expect(ySpan(l, { min: 0, max: 2 })).toEqual({ min: -5, max: 105 })
  expect(ySpan(l, { min: 0, max: 3 }).min).toBeLessThan(-1000)
  expect(ySpan(l, { min: 0, max: 2 }, false, { min: 2 })).toEqual({ min: 2, max: 105 })
  expect(ySpan(l, { min: 0, max: 2 }, false, { max: 50 })).toEqual({ min: -5, max: 50 })
})

test('a span always has a length that is a number', () => {
  const seen = { min: 0, max: 3 }
  expect(ySpan(lines([2, 2, 2, 2]), seen)).toEqual({ min: 1.8, max: 2.2 })
  expect(ySpan(lines([0, 0, 0, 0]), seen)).toEqual({ min: -1, max: 1 })
  expect(ySpan(lines([null, null, null, null]), seen)).toEqual({ min: 0, max: 1 })
  const wide = ySpan(lines([-1.7e308, 1.7e308, 0, 0]), seen)
  expect(Number.isFinite(wide.min) && Number.isFinite(wide.max)).toBe(true)
  expect(ySpan(lines([1, 2, 3, 4]), seen, false, { min: 10 }).max).toBeGreaterThan(10)
  expect(ySpan(lines([-1, -2, 0, -4]), seen, true)).toEqual({ min: 0.1, max: 10 })
  const log = ySpan(lines([0.001, 10, 0, -5]), seen, true)
  expect(log.min).toBeGreaterThan(0)
  expect(log.min).toBeLessThan(0.001)
})
