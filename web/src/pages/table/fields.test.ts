import { expect, test } from 'vitest'
import { headingOf, parseField, valueAt } from './fields'

test('fields are read as the API writes them', () => {
  expect(parseField('state')).toEqual({ scope: 'run', path: ['state'] })
  expect(parseField('config.optimizer.lr')).toEqual({ scope: 'config', path: ['optimizer', 'lr'] })
  expect(parseField('summary."a.b"."c \\"d\\""')).toEqual({ scope: 'summary', path: ['a.b', 'c "d"'] })
  expect(parseField('summary.test/loss')).toEqual({ scope: 'summary', path: ['test/loss'] })
  for (const bad of ['', 'config', 'config.', 'state.x', 'config."a', 'config..a'])
    expect(parseField(bad), bad).toBeUndefined()
})

test('headings say the key', () => {
  expect(headingOf('seconds')).toBe('Duration')
  expect(headingOf('config."a.b".c')).toBe('a.b.c')
})

test('a value is found where it stands, and only there', () => {
  const row = { state: 'running', notes: null, config: { a: { b: 0 }, list: [1], n: null } }
  const at = (f: string) => valueAt(row, parseField(f) ?? { scope: 'run', path: ['?'] })
  expect(at('config.a.b')).toBe(0)
  expect(at('config.a.c')).toBeUndefined()
  expect(at('config.list.0')).toBeUndefined()
  expect(at('config.n')).toBeNull()
  expect(at('config.constructor')).toBeUndefined()
  expect(at('notes')).toBeUndefined()
  expect(at('summary.a')).toBeUndefined()
})
