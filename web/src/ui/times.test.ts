import { expect, test } from 'vitest'
import { duration, relative } from './times'

const now = Date.parse('2026-03-01T12:00:00Z')

test('times are said as people say them', () => {
  expect(relative('2026-03-01T11:59:57Z', now)).toBe('just now')
  expect(relative('2026-03-01T11:57:00Z', now)).toBe('3 minutes ago')
  expect(relative('2026-02-28T11:00:00Z', now)).toBe('yesterday')
  expect(relative('2024-02-28T11:00:00Z', now)).toBe('2 years ago')
  expect(relative('garbage', now)).toBe('garbage')
})

test('durations have two units at most', () => {
  expect(duration(0.1234)).toBe('0.12 s')
  expect(duration(61)).toBe('1 min 1 s')
  expect(duration(3600)).toBe('1 h')
  expect(duration(90_061)).toBe('1 d 1 h')
  expect(duration(Number.NaN)).toBe('–')
})
