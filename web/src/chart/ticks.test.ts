import { expect, test } from 'vitest'
import { logMarks, placeName, tick } from './ticks'

test('numbers beside an axis have the digits that tell them apart', () => {
  expect([0, 0.25, 0.5].map((v) => tick(v, 0.25))).toEqual(['0', '0.25', '0.5'])
  expect([1.001, 1.002].map((v) => tick(v, 0.001))).toEqual(['1.001', '1.002'])
  expect(tick(0.30000000000000004, 0.1)).toBe('0.3')
  expect(tick(-2, 1)).toBe('−2')
  expect(tick(5e-17, 1)).toBe('0')
  expect([9000, 10_000, 12_500].map((v) => tick(v, 500))).toEqual(['9000', '10k', '12.5k'])
  expect(tick(2_500_000, 500_000)).toBe('2.5M')
  expect([0.00001, 0.000012].map((v) => tick(v, 0.000002))).toEqual(['1.0e−5', '1.2e−5'])
  expect(tick(1e300, 1e299)).toBe('1.0e300')
})

test('a log axis has powers of ten, and more between them if there is room', () => {
  expect(logMarks(0.001, 1000, 10)).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000])
  expect(logMarks(1, 10, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(logMarks(1, 100, 8)).toEqual([1, 2, 5, 10, 20, 50, 100])
  expect(logMarks(1e-300, 1e300, 8).length).toBeLessThan(12)
  expect(logMarks(2.1, 2.2, 8)).toEqual([2.1, 2.2])
})

test('places say exactly what they cover', () => {
  expect(placeName({ kind: 'step' }, 7, 8)).toBe('Step 7')
  expect(placeName({ kind: 'step' }, 7, 7)).toBe('Step 7')
  expect(placeName({ kind: 'step' }, 10, 20)).toBe('Steps 10 to 19')
  expect(placeName({ kind: 'step' }, 1.5, 3)).toBe('Step 2')
  expect(placeName({ kind: 'relative' }, 1.25, 1.5)).toBe('1.25 s to 1.5 s')
  expect(placeName({ kind: 'relative' }, 3700, 3700)).toBe('1 h 1 min')
  expect(placeName({ kind: 'metric', metric: 'epoch' }, 1, 2)).toBe('epoch 1 to 2')
  expect(placeName({ kind: 'wall' }, 0, 0)).toContain('1970-01-01')
})
