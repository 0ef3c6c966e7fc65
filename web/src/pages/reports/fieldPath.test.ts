import { expect, test } from 'vitest'
import { columnName, fieldOf, fieldPath, valueAt } from './fieldPath'

test('fields are keys with dots between them; others stand in quotes', () => {
  expect(fieldPath('config.optimizer.lr')).toEqual(['config', 'optimizer', 'lr'])
  expect(fieldPath('summary."val loss"."a.b"')).toEqual(['summary', 'val loss', 'a.b'])
  expect(fieldPath('name')).toEqual(['name'])
  expect(fieldPath('config."broken')).toEqual(['config."broken'])
  expect(fieldPath(fieldOf('summary', 'a "quoted" key'))).toEqual(['summary', 'a "quoted" key'])
  expect(fieldOf('summary', 'val/loss')).toBe('summary.val/loss')
})

test('what isn’t there is undefined, also what only objects have', () => {
  expect(valueAt({ config: { lr: 0.1 } }, 'config.lr')).toBe(0.1)
  expect(valueAt({ config: { lr: 0.1 } }, 'config.lr.x')).toBeUndefined()
  expect(valueAt({ config: {} }, 'config.constructor')).toBeUndefined()
  expect(valueAt(null, 'name')).toBeUndefined()
})

test('columns are called by their keys', () => {
  expect(columnName('config.optimizer.lr')).toBe('optimizer.lr')
  expect(columnName('created')).toBe('created')
})
