import { expect, test } from 'vitest'
import { clicked, readSort, writeSort } from './sorting'

test('sort orders are read and written', () => {
  const keys = readSort(['summary.loss:desc', 'config."a:b"', 'name:asc'])
  expect(keys).toEqual([
    { field: 'summary.loss', desc: true },
    { field: 'config."a:b"', desc: false },
    { field: 'name', desc: false },
  ])
  expect(writeSort(keys)).toEqual(['summary.loss:desc', 'config."a:b":asc', 'name:asc'])
})

test('a click sorts up, then down, then not', () => {
  const up = clicked([], 'a', false)
  const down = clicked(up, 'a', false)
  expect([writeSort(up), writeSort(down), clicked(down, 'a', false)]).toEqual([['a:asc'], ['a:desc'], []])
  const both = clicked(up, 'b', true)
  expect(writeSort(both)).toEqual(['a:asc', 'b:asc'])
  expect(writeSort(clicked(both, 'a', true))).toEqual(['a:desc', 'b:asc'])
  expect(writeSort(clicked(clicked(both, 'a', true), 'a', true))).toEqual(['b:asc'])
  expect(writeSort(clicked(both, 'c', false))).toEqual(['c:asc'])
})
