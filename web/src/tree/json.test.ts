import { expect, test } from 'vitest'
import { asTyped, Entries, Exact, parseJson, readTyped, writeJson } from './json'

test('numbers keep every digit', () => {
  for (const n of ['9223372036854775807', '-9223372036854775808', '18446744073709551616', '1e400', '-1E-400', '0.1']) {
    const v = parseJson(n)
    expect(v).toBeInstanceOf(Exact)
    expect(writeJson(v)).toBe(n)
  }
})

test('what is read is written again', () => {
  for (const text of [
    '{}',
    '[]',
    '{"":1,"a b":{"c.d":[1,2.50,{"x":null}]},"__proto__":true,"é\\n":"\\"\\\\/"}',
    '[[[]],{},"",false]',
    '{"a":1,"a":2}',
  ]) {
    expect(writeJson(parseJson(text))).toBe(text)
    expect(parseJson(writeJson(parseJson(text), '  '))).toEqual(parseJson(text))
  }
})

test('white space and escapes', () => {
  expect(parseJson(' { "a" : [ 1 , "\\u00e9\\t" ] } ')).toEqual(new Entries([['a', [new Exact('1'), 'é\t']]]))
  expect(new Entries([['a', true]]).get('a')).toBe(true)
})

test('bare NaN and infinities are numbers', () => {
  expect(parseJson('[NaN,-Infinity,Infinity]')).toEqual([
    new Exact('NaN'),
    new Exact('-Infinity'),
    new Exact('Infinity'),
  ])
})

test('what isn’t JSON is refused', () => {
  for (const text of ['', '{', '[1,]', '{"a"}', '{"a":}', '1 2', '"a', '01', 'nul', '{a:1}', '[1}']) {
    expect(() => parseJson(text), text).toThrow(SyntaxError)
  }
})

test('neither depth nor length is a limit', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  expect(Array.isArray(parseJson(deep))).toBe(true)
  const long = `"${'x'.repeat(2_000_000)}"`
  expect((parseJson(long) as string).length).toBe(2_000_000)
})

test('what is typed is JSON where it can be, and a text else', () => {
  expect(readTyped('12')).toEqual(new Exact('12'))
  expect(readTyped('adam w')).toBe('adam w')
  expect(readTyped('"12"')).toBe('12')
  expect(readTyped('true')).toBe(true)
  expect(readTyped('NaN')).toBe('NaN')
  for (const v of ['adam', '12', 'true', '', '{"a":1}', '"x"']) expect(readTyped(asTyped(v))).toBe(v)
})
