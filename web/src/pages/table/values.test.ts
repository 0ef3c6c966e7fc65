import { expect, test } from 'vitest'
import { shown } from './values'

test('numbers are short, and whole when pointed at', () => {
  expect(shown(0.123456789)).toEqual({ kind: 'number', text: '0.12346', whole: '0.123456789' })
  expect(shown('NaN')).toEqual({ kind: 'odd', text: 'NaN', whole: 'NaN' })
  expect(shown('-Infinity').text).toBe('−∞')
})

test('missing, null and empty are told apart', () => {
  expect(shown(undefined).kind).toBe('missing')
  expect(shown(null).kind).toBe('null')
  expect(shown('')).toEqual({ kind: 'text', text: '' })
  expect(shown(false).text).toBe('false')
})

test('what is long or nested is cut, and whole when opened', () => {
  const long = shown('x'.repeat(500))
  expect(long.text.length).toBeLessThan(100)
  expect(long.whole).toHaveLength(500)
  expect(shown('a\nb').whole).toBe('a\nb')
  expect(shown({ a: [1, 2] })).toEqual({
    kind: 'nested',
    text: '{"a":[1,2]}',
    whole: '{\n  "a": [\n    1,\n    2\n  ]\n}',
  })
})
