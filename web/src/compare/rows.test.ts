import { expect, test } from 'vitest'
import type { RunRow } from '../api/workspace'
import { linesOf, shownLines } from './rows'

const run = (id: string, says: Partial<RunRow>): RunRow => ({
  number: 1,
  id,
  name: id,
  state: 'finished',
  user: 'ann',
  tags: [],
  created: `2026-01-01T00:00:0${id}Z`,
  ...says,
})

const lines = linesOf([
  run('1', { config: { lr: 0.1, opt: { name: 'adam', p10: 1, p9: 1 } }, summary: { loss: 'NaN' } }),
  run('2', { config: { lr: 0.01, opt: { name: 'adam', p10: 1, p9: 1 } }, summary: { loss: 'NaN' }, tags: ['x'] }),
  run('3', { config: { lr: 0.1, opt: 7 }, summary: {} }),
])

test('runs are compared key by key', () => {
  expect(lines.map((l) => `${l.section} ${l.key} ${l.differs}`)).toEqual([
    'run state false',
    'run user false',
    'run tags true',
    'run created false',
    'config lr true',
    'config opt true',
    'config opt.name true',
    'config opt.p9 true',
    'config opt.p10 true',
    'summary loss true',
  ])
  expect(lines.find((l) => l.key === 'lr')?.unlike).toEqual([false, true, false])
  expect(lines.find((l) => l.key === 'loss')?.unlike).toEqual([false, false, true])
})

test('only differences, and a search in keys and values', () => {
  expect(shownLines(lines, '', true).map((l) => l.key)).not.toContain('state')
  expect(shownLines(lines, 'ADAM', false).map((l) => l.key)).toEqual(['opt.name'])
  expect(shownLines(lines, 'user', true)).toEqual([])
})
