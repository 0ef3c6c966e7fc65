import { expect, test } from 'vitest'
import { axisOf } from './axis'
import { powerTicks, roundTicks } from './scale'

test('ticks are round numbers', () => {
  expect(roundTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(roundTicks(-3, 12)).toEqual([0, 5, 10])
  expect(roundTicks(5, 5)).toEqual([5])
  expect(powerTicks(0.001, 10)).toEqual([0.001, 0.01, 0.1, 1, 10])
  expect(powerTicks(2, 8).length).toBeGreaterThan(1)
})

test('numbers have a place from 0 to 1, what is no finite number has none', () => {
  const a = axisOf([1, 3, 'NaN', 'Infinity', undefined], { margin: 0 })
  expect([a.place(1), a.place(2), a.place(3)]).toEqual([0, 0.5, 1])
  for (const none of ['NaN', 'Infinity', '-Infinity', undefined, null]) expect(a.place(none)).toBeUndefined()
})

test('the largest numbers don’t overflow', () => {
  const a = axisOf([-1.7e308, 1.7e308], { margin: 0 })
  expect(a.place(0)).toBeCloseTo(0.5)
  expect(a.place(1.7e308)).toBeCloseTo(1)
})

test('on a log axis only what is above 0 has a place', () => {
  const a = axisOf([0.01, 1, -5, 0], { log: true, margin: 0 })
  expect(a.place(0.1)).toBeCloseTo(0.5)
  expect(a.place(0)).toBeUndefined()
  expect(a.place(-5)).toBeUndefined()
})

test('words, and times, have axes of their own', () => {
  const words = axisOf(['cnn', 'mlp', 2])
  expect(words.kind).toBe('word')
  expect(words.ticks.map((t) => t.label)).toEqual(['2', 'cnn', 'mlp'])
  const times = axisOf(['2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z'], { margin: 0 })
  expect(times.kind).toBe('time')
  expect(times.place('2026-01-02T00:00:00Z')).toBeCloseTo(0.5)
})

test('one value, or none, makes an axis, too', () => {
  expect(axisOf([7]).place(7)).toBeCloseTo(0.5)
  expect(axisOf([]).ticks.length).toBeGreaterThan(0)
  expect(axisOf([0]).place(0)).toBeCloseTo(0.5)
})
