import { expect, test } from 'vitest'
import { answerOf } from './answers.test-data'
import { frameOf } from './frame'
import { nearest, nearestIndex } from './nearest'
import { projection, xAt } from './projection'

const to = projection({ min: 0, max: 3 }, { min: 0, max: 10 }, {}, 300, 100)

test('the nearest of sorted numbers', () => {
  expect([-5, 0.4, 0.6, 2.5, 99].map((v) => nearestIndex([0, 1, 3], v))).toEqual([0, 0, 1, 2, 2])
  expect(nearestIndex([], 1)).toBe(-1)
})

test('the line whose stroke is nearest comes first, also between its points', () => {
  const { lines } = frameOf(
    answerOf([
      { mean: [0, 0, 0, 0] },
      { mean: [10, 10, 10, 10] },
      { mean: [0, null, null, 9] }, // passes (1.5, 4.5)
    ]),
  )
  expect(nearest(lines, 1.5, to.y(4.6), to, 20).map((n) => n.line)).toEqual([2, 0, 1])
  expect(nearest(lines, 2, to.y(9), to, 20)[0]).toMatchObject({ line: 1, i: 2 })
})

test('a mark is pointed at where it is drawn', () => {
  const { lines } = frameOf(
    answerOf([{ mean: [5, 5, 5, 5] }, { count: [1, 1, 1, 1], mean: [5, null, 5, 5], nan: [0, 1, 0, 0] }]),
  )
  expect(nearest(lines, 1, 95, to, 20)[0]).toMatchObject({ line: 1, i: 1 })
})

test('a line that ended long before isn’t pointed at', () => {
  const { lines } = frameOf(answerOf([{ mean: [1, null, null, null] }, { mean: [1, 1, 1, 1] }]))
  expect(nearest(lines, 2.9, 50, to, 20).map((n) => n.line)).toEqual([1])
})

test('pixels and values, linear and log', () => {
  expect([to.x(1.5), to.y(10), to.y(0)]).toEqual([150, 0, 100])
  expect(xAt({ min: 0, max: 3 }, false, 150, 300)).toBe(1.5)
  const log = projection({ min: 1, max: 100 }, { min: 0.01, max: 1 }, { x: true, y: true }, 100, 100)
  expect(log.x(10)).toBeCloseTo(50)
  expect(log.y(0.1)).toBeCloseTo(50)
  expect(xAt({ min: 1, max: 100 }, true, 50, 100)).toBeCloseTo(10)
  expect(log.y(0)).toBe(Number.POSITIVE_INFINITY) // at the bottom of a band
  expect(log.y(-3)).toBe(Number.POSITIVE_INFINITY)
  const wide = projection({ min: 0, max: 1 }, { min: -1.7e308, max: 1.7e308 }, {}, 100, 100)
  expect(wide.y(0)).toBeCloseTo(50)
})
