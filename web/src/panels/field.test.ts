import { expect, test } from 'vitest'
import { fieldName, fieldText, fieldValue, parseField, summaryOf } from './field'

test('fields are read as the server writes them', () => {
  expect(parseField('config.a.b')).toEqual({ scope: 'config', path: ['a', 'b'] })
  expect(parseField('summary.train/loss')).toEqual({ scope: 'summary', path: ['train/loss'] })
  expect(parseField('summary."a.b c"."\\"q"')).toEqual({ scope: 'summary', path: ['a.b c', '"q'] })
  expect(parseField('State')).toEqual({ scope: 'run', path: ['state'] })
  expect(parseField('config')).toEqual({ scope: 'config', path: [] })
  for (const bad of ['', '.', 'config.', 'config..a', 'config."a', 'nothing.here', 'a b'])
    expect(parseField(bad), bad).toBeUndefined()
})

test('and written so', () => {
  for (const text of ['config.a.b', 'summary."a.b"', 'state', 'summary.ü/é']) {
    const f = parseField(text)
    expect(f && fieldText(f)).toBe(text)
  }
  expect(summaryOf('val loss')).toBe('summary."val loss"')
  expect(fieldName('config.opt.lr')).toBe('opt.lr')
  expect(fieldName('((')).toBe('((')
})

test('values are found where they stand, whatever stands elsewhere', () => {
  const row = { name: 'r', config: { opt: { lr: 0.1 }, constructor: 3 }, summary: 'garbage' }
  expect(fieldValue(row, 'config.opt.lr')).toBe(0.1)
  expect(fieldValue(row, 'config.opt.lr.x')).toBeUndefined()
  expect(fieldValue(row, 'config.toString')).toBeUndefined()
  expect(fieldValue(row, 'summary.loss')).toBeUndefined()
  expect(fieldValue(row, 'name')).toBe('r')
  expect(fieldValue(null, 'name')).toBeUndefined()
})
