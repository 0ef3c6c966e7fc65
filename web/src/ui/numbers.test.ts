import { expect, test } from 'vitest'
import { bytes, exact, numberOf, short } from './numbers'

test('numbers are short where there’s little room, and exact where they are asked for', () => {
  expect(short(0.123456789)).toBe('0.12346')
  expect(short(1_234_567)).toBe('1234567')
  expect(short(1.5e-9)).toBe('1.5e−9')
  expect(short(Number.NEGATIVE_INFINITY)).toBe('−∞')
  expect(exact(0.1 + 0.2)).toBe('0.30000000000000004')
  expect(exact(-0)).toBe('-0')
})

test('what JSON has no word for is a number all the same', () => {
  expect(numberOf('NaN')).toBeNaN()
  expect(numberOf('-Infinity')).toBe(Number.NEGATIVE_INFINITY)
  expect(numberOf('12')).toBeUndefined()
})

test('bytes', () => {
  expect(bytes(999)).toBe('999 B')
  expect(bytes(1_540_000)).toBe('1.54 MB')
})
