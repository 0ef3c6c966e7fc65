import { expect, test } from 'vitest'
import { bandAt, bandsOf, type Group, groupOf, type Inside, linesOf, pagesOf } from './outline'

const group = (id: string, count: number, filter?: string): Group => ({
  id,
  depth: 0,
  values: [],
  count,
  aggregates: [],
  filter,
})

test('a flat table is one band', () => {
  const bands = bandsOf(() => ({ kind: 'runs', count: 100_000 }), new Set())
  expect(linesOf(bands)).toBe(100_000)
  expect(bandAt(bands, 99_999)).toBe(bands[0])
  expect(bandAt(bands, 100_000)).toBeUndefined()
})

test('open groups show what is inside', () => {
  const insides: Record<string, Inside> = {
    '': { kind: 'groups', groups: [group('a', 3, 'x'), group('b', 2, 'y'), group('c', 1)] },
    a: { kind: 'groups', groups: [group('a1', 2, 'z'), group('a2', 1, 'z')] },
    a1: { kind: 'runs', count: 2 },
    b: { kind: 'waiting' },
  }
  const bands = bandsOf((id) => insides[id] ?? { kind: 'waiting' }, new Set(['a', 'a1', 'b', 'c', 'gone']))
  const lines = Array.from({ length: linesOf(bands) }, (_, i) => {
    const b = bandAt(bands, i)
    return b?.kind === 'group' ? b.group.id : `${b?.kind} ${b?.source} ${i - (b?.at ?? 0)}`
  })
  expect(lines).toEqual(['a', 'a1', 'runs a1 0', 'runs a1 1', 'a2', 'b', 'waiting b 0', 'c'])
})

test('an empty table has no lines', () => {
  const bands = bandsOf(() => ({ kind: 'runs', count: 0 }), new Set())
  expect([linesOf(bands), bandAt(bands, 0)]).toEqual([0, undefined])
})

test('a group inside of a group is told apart by all values', () => {
  const outer = groupOf({ values: [{ key: 'config.a', value: 1 }], count: 2 }, undefined, 'a')
  const inner = groupOf({ values: [{ key: 'state', value: null }], count: 1 }, outer, 'b')
  expect([outer.id, inner.id, inner.depth]).toEqual(['[1]', '[1,null]', 1])
})

test('pages that lines need', () => {
  expect(pagesOf(95, 205, 100)).toEqual([0, 1, 2])
  expect(pagesOf(100, 200, 100)).toEqual([1])
  expect(pagesOf(-50, 20, 100)).toEqual([0])
})
