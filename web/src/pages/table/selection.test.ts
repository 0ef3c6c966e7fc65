import { expect, test } from 'vitest'
import { chosen, countOf, everything, nothing, readSelection, set, writeSelection } from './selection'

test('runs are chosen one by one, or all but some', () => {
  const two = set(nothing, ['a', 'b'], true)
  expect([chosen(two, 'a'), chosen(two, 'c'), countOf(two, 10)]).toEqual([true, false, 2])
  const but = set(everything, ['a'], false)
  expect([chosen(but, 'a'), chosen(but, 'c'), countOf(but, 10)]).toEqual([false, true, 9])
  expect(countOf(set(but, ['a'], true), 10)).toBe(10)
})

test('a selection survives the address, if it is short', () => {
  for (const s of [nothing, everything, set(nothing, ['a,b'], true), set(everything, ['x'], false)]) {
    expect(readSelection(writeSelection(s))).toEqual(s)
  }
  const long = set(
    nothing,
    Array.from({ length: 1000 }, (_, i) => `r${i}`),
    true,
  )
  expect(writeSelection(long)).toEqual([])
})
