import { expect, test } from 'vitest'
import { exportLink } from './exports'
import { scopeOf } from './scope'

const s = scopeOf('ann', 'a b', '2026-01-01T00:00:00Z')

test('an export is of what is shown, as of then', () => {
  const link = exportLink(s, 'runs', 'csv', {
    filter: 'config.lr >= 0.1',
    search: 'x',
    regex: true,
    sort: ['name:asc'],
  })
  const url = new URL(link ?? '')
  expect(url.pathname).toBe('/api/v1/projects/ann/a%20b/export')
  expect([...url.searchParams]).toEqual([
    ['what', 'runs'],
    ['format', 'csv'],
    ['as_of', '2026-01-01T00:00:00Z'],
    ['filter', 'config.lr >= 0.1'],
    ['search', 'x'],
    ['regex', 'true'],
    ['sort', 'name:asc'],
  ])
})

test('many ids don’t fit into an address', () => {
  expect(exportLink(s, 'history', 'parquet', { ids: ['a', 'b'] })).toContain('runs=a&runs=b')
  expect(
    exportLink(s, 'history', 'parquet', { ids: Array.from({ length: 2000 }, (_, i) => `run-${i}`) }),
  ).toBeUndefined()
})
