import { expect, test } from 'vitest'
import type { PanelData } from '../api/workspace'
import { barsOf } from './bars'
import { binned } from './bins'
import { sumUp } from './groups'
import { lit, parallelOf } from './parallel'
import { dotsOf } from './scatter'

const run = (number: number, config: unknown, summary: unknown) => ({
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
const data = (spec: Record<string, unknown>, runs: unknown[], more: object = {}) =>
  ({
    panel: { id: 'p', section: 's', title: 't', auto: false, max_runs: 10, version: 0, spec },
    run_set: { id: 'x' },
    position: '',
    pinned: false,
    total: runs.length,
    runs,
    ...more,
  }) as unknown as PanelData

test('several runs in one number', () => {
  const of = [1, 4, 'NaN', undefined, 7].map((value, number) => ({ number, value }))
  expect(sumUp(of, 'mean')).toMatchObject({ value: 4, min: 1, max: 7, stddev: 3, n: 3, notFinite: 1, missing: 1 })
  expect(sumUp(of, 'last').value).toBe(7)
  expect(sumUp([{ number: 1, value: 'Infinity' }], 'mean').value).toBe(Number.POSITIVE_INFINITY)
  expect(sumUp([], 'mean').value).toBeUndefined()
})

test('bars: one a run; of groups the mean with its spread', () => {
  const runs = [
    run(1, {}, { loss: 2 }),
    run(2, {}, { loss: -2 }),
    run(3, {}, { loss: 'NaN' }),
    run(4, {}, { loss: { a: 1 } }),
  ]
  const single = barsOf(data({ metrics: ['loss'] }, runs))
  expect(single.bars.map((b) => b.value)).toEqual([2, -2, Number.NaN, undefined])
  expect(single.zero).toBe(0.5)
  expect(single.bars[0]).toMatchObject({ from: 0.5, to: 1 })
  expect(single.bars[1]).toMatchObject({ from: 0, to: 0.5 })
  expect(single.bars[2]?.from).toBeUndefined()
  const groups = [{ values: [{ key: 'config.a', value: 'x' }], runs: ['r1', 'r2', 'gone'] }]
  const [bar] = barsOf(data({ metrics: ['loss'] }, runs, { groups })).bars
  expect(bar).toMatchObject({ name: 'a: x', value: 0, n: 2, low: 0, high: 1 })
  expect(bar?.stddev).toBeCloseTo(Math.sqrt(8))
})

test('bins have all finite values, the largest one in the last', () => {
  const b = binned([[0, 1, 2, 3, 10], [10]], 5)
  expect(b.edges).toEqual([0, 2, 4, 6, 8, 10])
  expect(b.counts).toEqual([
    [2, 2, 0, 0, 1],
    [0, 0, 0, 0, 1],
  ])
  expect(b.most).toBe(2)
  expect(binned([[3]], 4).counts[0]?.reduce((x, y) => x + y)).toBe(1)
  expect(binned([[-1.7e308, 1.7e308]], 2).counts).toEqual([[1, 1]])
  expect(binned([[]]).edges).toEqual([])
})

test('scatter: what has no place is named', () => {
  const runs = [
    run(1, { lr: 0.1 }, { acc: 0.5 }),
    run(2, { lr: 'NaN' }, { acc: 0.9 }),
    run(3, {}, {}),
    run(4, { lr: 1 }, { acc: 1 }),
  ]
  const d = dotsOf(data({ x_field: 'config.lr', y_field: 'summary.acc', color_field: 'config.lr', x_log: true }, runs))
  expect(d.dots.map((one) => one.run.id)).toEqual(['r1', 'r4'])
  expect(d.left.map((r) => r.id)).toEqual(['r2', 'r3'])
  expect(d.ramp).toEqual({ lo: 0.1, hi: 1 })
  expect(dotsOf(data({ x_field: 3, y_field: [] }, runs)).dots).toEqual([])
})

test('parallel coordinates: brushes light the lines that go through them', () => {
  const runs = [
    run(1, { lr: 0, a: 'x' }, { acc: 0 }),
    run(2, { lr: 1, a: 'y' }, { acc: 1 }),
    run(3, { a: 'x' }, { acc: 0.5 }),
  ]
  const p = parallelOf(data({ fields: ['config.lr', 'config.a', 'summary.acc'] }, runs))
  expect(p.lines[0]?.places).toEqual([0, 0.25, 0])
  expect(p.lines[2]?.places[0]).toBeUndefined()
  expect(p.colourField).toBe('summary.acc')
  const ids = (b: [number, [number, number]][]) => p.lines.filter((l) => lit(l, new Map(b))).map((l) => l.run.id)
  expect(ids([])).toEqual(['r1', 'r2', 'r3'])
  expect(ids([[2, [0.4, 1]]])).toEqual(['r2', 'r3'])
  expect(
    ids([
      [2, [0.4, 1]],
      [0, [0, 1]],
    ]),
  ).toEqual(['r2'])
})
