import { expect, test } from 'vitest'
import { found, ordered, type Row } from './order'

const row = (name: string, more: Partial<Row> = {}) =>
  ({ entity: 'ann', name, created: '2026-01-01T00:00:00Z', runs: 0, ...more }) as Row

test('every word of a search is somewhere in name, entity or description', () => {
  const rows = [row('digits', { description: 'Handwritten *numbers*' }), row('cifar')]
  expect(found(rows, ' DIG hand ').map((r) => r.name)).toEqual(['digits'])
  expect(found(rows, 'ann/ci').map((r) => r.name)).toEqual(['cifar'])
  expect(found(rows, '')).toBe(rows)
})

test('last active: a new project without data stands where its creation belongs', () => {
  const rows = [
    row('old', { active: '2026-01-02T00:00:00Z' }),
    row('new', { created: '2026-03-01T00:00:00Z' }),
    row('busy', { active: '2026-04-01T00:00:00Z' }),
  ]
  expect(ordered(rows, 'active', false).map((r) => r.name)).toEqual(['busy', 'new', 'old'])
  expect(ordered(rows, 'active', true).map((r) => r.name)).toEqual(['old', 'new', 'busy'])
})

test('names in the order of numbers', () => {
  expect(ordered([row('run10'), row('run9')], 'name', false).map((r) => r.name)).toEqual(['run9', 'run10'])
})
