import { expect, test } from 'vitest'
import { both, print } from './expr'
import { fieldLabel, readField, valueAt, writeField } from './field'
import { parse } from './parse'

test('what is read is printed as it was', () => {
  for (const text of [
    'config.lr >= 0.1',
    'config.lr >= 0.1 and (tags has "baseline" or state in ("finished", "running"))',
    'not name =~ "^sweep-\\\\d+$" and summary."val.loss" < 0.5',
    'not (name = "a" and name = "b")',
    'config.n = 18446744073709551615 or config.deep.key missing',
    'config."a b".c = true and created > "-7d"',
    'state not in ("failed")',
    'summary.loss = NaN or summary.loss = -Infinity',
    'name contains "say \\"hi\\""',
    'name = "ü\\n"',
  ]) {
    const e = parse(text)
    expect(e, text).toBeDefined()
    if (e) expect(print(e)).toBe(text)
  }
})

test('other ways of writing mean the same', () => {
  const same = (a: string, b: string) => expect(parse(a), a).toEqual(parse(b))
  same("CONFIG.lr==1 AND name<>'x'", 'config.lr = 1 and name != "x"')
  same('!(tags has `a`) && config.x in [1,2]', 'not tags has "a" and config.x in (1, 2)')
  same(
    '{"and":[{"field":"config.lr","op":">=","value":0.1},{"not":{"field":"tags","op":"has","value":"x"}}]}',
    'config.lr >= 0.1 and not tags has "x"',
  )
})

test('what can’t be read is left to the server', () => {
  for (const text of [
    'config.lr >',
    'nope = 1',
    'config.lr = 1 2',
    'name = "open',
    '(name = "a"',
    'name = "a")',
    '{"and":[]}',
    '{"x"',
    '',
  ]) {
    expect(parse(text), text).toBeUndefined()
  }
})

test('fields', () => {
  expect(readField('config.optimizer."weight.decay"')).toEqual({ scope: 'config', path: ['optimizer', 'weight.decay'] })
  expect(writeField({ scope: 'summary', path: ['val/loss', 'a b'] })).toBe('summary.val/loss."a b"')
  expect(readField('config.')).toBeUndefined()
  expect(readField('nope')).toBeUndefined()
  expect(fieldLabel('last_step')).toBe('Last step')
  expect(fieldLabel('summary.val/loss')).toBe('val/loss')
  const row = { name: 'r', config: { optimizer: { 'weight.decay': 0.1 } }, summary: 'garbage' }
  expect(valueAt(row, 'config.optimizer."weight.decay"')).toBe(0.1)
  expect(valueAt(row, 'summary.loss')).toBeUndefined()
  expect(valueAt(row, 'config.toString')).toBeUndefined()
})

test('expressions are put together', () => {
  expect(both('a = 1', '', undefined)).toBe('a = 1')
  expect(both('a = 1 or b = 2', 'c = 3')).toBe('(a = 1 or b = 2) and (c = 3)')
})
