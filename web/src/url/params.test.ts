import { expect, test } from 'vitest'
import { flag, list, oneOf, readParam, text, whole, writeParam } from './params'

test('what is written is read back', () => {
  let p = new URLSearchParams('other=1')
  p = writeParam(p, 'q', text(), 'a b&c=d')
  p = writeParam(p, 'page', whole(1), 3)
  p = writeParam(p, 'runs', list, ['a,b', 'c', 'ü'])
  p = writeParam(p, 'all', flag, true)
  p = writeParam(p, 'tab', oneOf(['x', 'y'] as const, 'x'), 'y')
  const again = new URLSearchParams(p.toString())
  expect(readParam(again, 'q', text())).toBe('a b&c=d')
  expect(readParam(again, 'page', whole(1))).toBe(3)
  expect(readParam(again, 'runs', list)).toEqual(['a,b', 'c', 'ü'])
  expect(readParam(again, 'all', flag)).toBe(true)
  expect(readParam(again, 'tab', oneOf(['x', 'y'] as const, 'x'))).toBe('y')
  expect(again.get('other')).toBe('1')
})

test('the usual value isn’t written, and garbage is read as it', () => {
  const p = writeParam(new URLSearchParams('page=3'), 'page', whole(1), 1)
  expect(p.has('page')).toBe(false)
  expect(readParam(new URLSearchParams('page=many'), 'page', whole(1))).toBe(1)
  expect(readParam(new URLSearchParams('tab=z'), 'tab', oneOf(['x', 'y'] as const, 'x'))).toBe('x')
  expect(readParam(new URLSearchParams('runs=%25E0'), 'runs', list)).toEqual([]) // not UTF-8
})
