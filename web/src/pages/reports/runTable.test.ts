import { expect, test } from 'vitest'
import { cellOf, runTableOf } from './runTable'

const payload = { format: 1, query: 'q', asked: {}, position: 'p', time: '2026-01-01T00:00:00Z' }
const runs = [
  {
    id: 'a',
    name: 'first',
    number: 1,
    state: 'finished',
    config: { lr: 0.1, nested: { x: 1 } },
    summary: { loss: 'NaN' },
  },
  { id: 'b', name: 'second', number: 2, state: 'running', config: {}, summary: { loss: 0.123456789 } },
]
const answer = (kind: 'runs' | 'groups', data: unknown) => ({ block: 'b', payload: { ...payload, kind, data } })

test('chosen columns, or those that there are', () => {
  const chosen = runTableOf(
    { columns: ['summary.loss', 'config.gone'] },
    answer('runs', { runs, matched: 5, total: 9 }),
  )
  expect(chosen?.head.map((h) => h.name)).toEqual(['loss', 'gone'])
  expect(chosen?.rows[1]?.cells[0]).toEqual({ text: '0.12346', exact: '0.123456789', numeric: true })
  expect(chosen?.rows[0]?.cells.map((c) => c.text)).toEqual(['NaN', ''])
  expect(chosen?.note).toBe('2 of 5 runs')
  const found = runTableOf(null, answer('runs', { runs, matched: 2, total: 9 }))
  expect(found?.head.map((h) => h.field)).toEqual(['config.lr', 'summary.loss'])
})

test('a row a group', () => {
  const groups = [{ values: [{ key: 'config.opt', value: 'adam' }], count: 4 }]
  const t = runTableOf({}, answer('groups', { groups, matched: 4, total: 1 }))
  expect(t?.rows.map((r) => [r.name, r.cells[0]?.text])).toEqual([['opt: adam', '4']])
})

test('long values are cut, and said whole where they are pointed at', () => {
  const c = cellOf('x'.repeat(100))
  expect(c.text).toHaveLength(80)
  expect(c.exact).toHaveLength(100)
  expect(cellOf({ a: 1 }).text).toBe('{"a":1}')
})
