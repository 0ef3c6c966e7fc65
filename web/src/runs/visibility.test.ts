import { expect, test } from 'vitest'
import { allEyes, eyesAfter, onlyEyes, someEyes } from './visibility'

const eyes = { byRun: { a: false, b: true }, others: true }

test('eyes follow what was clicked, in order', () => {
  const after = eyesAfter(eyes, [{ byRun: { a: true, c: false } }, { byRun: { c: null, b: false } }])
  expect(after).toEqual({ byRun: { a: true, b: false }, others: true })
})

test('all, none, these alone', () => {
  expect(eyesAfter(eyes, [allEyes(eyes, false)])).toEqual({ byRun: {}, others: false })
  expect(eyesAfter(eyes, [onlyEyes(eyes, ['c'])])).toEqual({ byRun: { c: true }, others: false })
  expect(someEyes(eyes, ['a', 'd'], true)).toEqual({ byRun: { a: null, d: true } })
  expect(someEyes(eyes, ['b'], false)).toEqual({ byRun: { b: false } })
})
