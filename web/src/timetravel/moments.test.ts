import { expect, test } from 'vitest'
import { asOfTime, momentAt, placeOf, timeOf } from './moments'

const from = Date.parse('2026-01-01T00:00:00Z')
const to = Date.parse('2026-03-01T00:00:00Z')

test('the slider ends at now and begins with the project', () => {
  expect(momentAt(0, from, to)).toBe(from)
  expect(momentAt(1000, from, to)).toBe(to)
  for (const place of [1, 250, 500, 999]) expect(placeOf(momentAt(place, from, to), from, to)).toBe(place)
  expect(placeOf(from - 1, from, to)).toBe(0)
  expect(placeOf(to + 1, from, to)).toBe(1000)
})

test('positions aren’t times', () => {
  expect(timeOf('mk7tXuBijmXAYQ')).toBeUndefined()
  expect(timeOf('2026-01-31T12:00:00Z')).toBe(Date.parse('2026-01-31T12:00:00Z'))
  expect(asOfTime(Date.parse('2026-01-31T12:00:00Z'))).toBe('2026-01-31T12:00:00Z')
})
