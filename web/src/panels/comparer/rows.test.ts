import { expect, test } from 'vitest'
import type { RunRow } from '../../api/workspace'
import { comparisons, narrowed } from './rows'

const run = (number: number, config: unknown, summary: unknown): RunRow => ({
  number,
  id: `r${number}`,
  name: `run ${number}`,
  state: 'finished',
  user: 'ann',
  tags: [],
  created: '2026-01-01T00:00:00Z',
  config,
  summary,
})

test('nested values are compared key by key, media and lists as a whole', () => {
  const lines = comparisons([
    run(1, { opt: { lr: 0.1, eps: 1 }, arch: 'cnn', layers: [1, 2] }, { img: { _type: 'image-file', path: 'a' } }),
    run(2, { opt: { eps: 1, lr: 0.2 }, arch: 'cnn', layers: [1, 2] }, {}),
  ])
  const of = (field: string) => lines.find((l) => l.field === field)
  expect(of('config.opt.lr')).toMatchObject({ values: [0.1, 0.2], differs: true, name: 'opt.lr' })
  expect(of('config.opt.eps')).toMatchObject({ differs: false })
  expect(of('config.layers')).toMatchObject({ differs: false })
  expect(of('summary.img')).toMatchObject({ differs: true })
  expect(narrowed(lines, '', true).map((l) => l.field)).toEqual(['config.opt.lr', 'summary.img'])
  expect(narrowed(lines, 'CNN', false).map((l) => l.field)).toEqual(['config.arch'])
  expect(lines.filter((l) => l.part === 'run').map((l) => l.name)).toEqual(['state', 'user', 'created'])
})

test('garbage is compared as it is', () => {
  const lines = comparisons([run(1, 3, { '': { '': 'NaN' } }), run(2, null, { '': {} }), run(3, [], 'x')], undefined)
  expect(lines.filter((l) => l.part !== 'run').map((l) => l.field)).toEqual(['summary."".""', 'summary.""'])
})

test('named fields alone, in whole or in part', () => {
  const lines = comparisons([run(1, { a: { b: 1, c: 2 } }, {})], ['config.a', 'state', '(('])
  expect(lines.map((l) => l.field)).toEqual(['state', 'config.a.b', 'config.a.c'])
})
