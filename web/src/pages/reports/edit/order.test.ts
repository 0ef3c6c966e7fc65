import { expect, test } from 'vitest'
import { moved, placeBehind, placeOf } from './order'

test('a block moves within its report, and no further', () => {
  expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a'])
})

test('places are said by the neighbours', () => {
  expect(placeOf(['a', 'b', 'c'], 'c')).toEqual({ after: 'b' })
  expect(placeOf(['a', 'b', 'c'], 'a')).toEqual({ before: 'b' })
  expect(placeOf(['a'], 'a')).toEqual({})
  expect(placeBehind(['a', 'b'], -1)).toEqual({ before: 'a' })
  expect(placeBehind(['a', 'b'], 1)).toEqual({ after: 'b' })
  expect(placeBehind([], -1)).toEqual({})
})
