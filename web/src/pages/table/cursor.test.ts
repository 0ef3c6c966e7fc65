import { expect, test } from 'vitest'
import { moved } from './cursor'

test('the cursor moves as in a grid, and stays inside', () => {
  const e = { lines: 10, columns: 5, page: 4 }
  const go = (line: number, column: number, key: string, ctrl = false) => {
    const c = moved({ line, column }, key, ctrl, e)
    return c && [c.line, c.column]
  }
  expect(go(0, 1, 'ArrowUp')).toEqual([-1, 1])
  expect(go(-1, 1, 'ArrowUp')).toEqual([-1, 1])
  expect(go(9, 5, 'ArrowDown')).toEqual([9, 5])
  expect(go(3, 5, 'ArrowRight')).toEqual([3, 5])
  expect(go(3, 2, 'ArrowLeft', true)).toEqual([3, 1])
  expect(go(3, 2, 'PageDown')).toEqual([7, 2])
  expect(go(3, 2, 'PageUp')).toEqual([0, 2])
  expect(go(3, 2, 'End', true)).toEqual([9, 5])
  expect(go(3, 2, 'x')).toBeUndefined()
})
