import { expect, test } from 'vitest'
import { asText, both } from './expression'

test('filters are put together, whichever form they have', () => {
  expect(both('', '')).toBe('')
  expect(both('a = 1', ' ')).toBe('a = 1')
  expect(both('a = 1 or b = 2', 'c exists')).toBe('(a = 1 or b = 2) and (c exists)')
  const json = JSON.stringify({
    and: [
      { field: 'config.lr', op: '>=', value: 0.1 },
      { or: [{ field: 'state', op: 'in', value: ['failed', 'a "b"'] }, { not: { field: 'notes', op: 'missing' } }] },
    ],
  })
  expect(asText(json)).toBe('(config.lr >= 0.1) and ((state in ("failed", "a \\"b\\"")) or (not (notes missing)))')
  expect(asText('{broken')).toBe('{broken')
})
