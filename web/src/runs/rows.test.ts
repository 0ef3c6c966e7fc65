import { expect, test } from 'vitest'
import type { RunGroup } from '../api/runs'
import { allRuns, groupKey, lengthOf, pagesOf, placeAt, stretchesOf } from './rows'

const group = (arch: unknown, count: number, filter?: string): RunGroup => ({
  values: [{ key: 'config.arch', value: arch }],
  count,
  filter,
})

test('a list without groups is one stretch of pages', () => {
  const all = allRuns(100_000)
  expect(lengthOf(all)).toBe(100_000)
  expect(placeAt(all, 99_999)?.run).toBe(99_999)
  expect(placeAt(all, 100_000)).toBeUndefined()
  expect(pagesOf(all, 390, 410, 200).map((p) => p.page)).toEqual([1, 2])
  expect(pagesOf(all, 99_990, 100_050, 200).map((p) => p.page)).toEqual([499])
  expect(pagesOf(allRuns(0), 0, 50, 200)).toEqual([])
})

test('groups have a row, and their runs below it if they are open', () => {
  const groups = [group('a', 3, 'config.arch = "a"'), group('b', 500, 'config.arch = "b"'), group([1], 2)]
  const open = new Set(groups.slice(1).map(groupKey))
  const list = stretchesOf(groups, open)
  expect(lengthOf(list)).toBe(1 + 501 + 1) // a list can't be asked for
  expect(placeAt(list, 0)).toMatchObject({ run: -1, stretch: { group: { count: 3 } } })
  expect(placeAt(list, 1)).toMatchObject({ run: -1, stretch: { group: { count: 500 } } })
  expect(placeAt(list, 2)).toMatchObject({ run: 0 })
  expect(placeAt(list, 501)).toMatchObject({ run: 499 })
  expect(placeAt(list, 502)).toMatchObject({ run: -1, stretch: { open: false } })
  expect(pagesOf(list, 0, 502, 200).map((p) => p.page)).toEqual([0, 1, 2])
})
