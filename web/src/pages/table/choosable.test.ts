import { expect, test } from 'vitest'
import { allKeys, found } from './choosable'
import { column } from './columns'

const keys = allKeys(
  {
    run: ['name', 'state', 'seconds'],
    config: [{ key: 'config.lr', runs: 3, types: { text: 1, number: 2 } }],
    summary: [{ key: 'summary.test/loss', runs: 2, types: { number: 2 } }],
    position: '',
    at: '',
  },
  [column('config.gone'), column('config.lr')],
)

test('every key can be a column, but for the name, which always is one', () => {
  expect(keys.map((k) => k.field)).toEqual(['state', 'seconds', 'config.lr', 'summary.test/loss', 'config.gone'])
  expect(keys[2]).toMatchObject({ types: ['number', 'text'], runs: 3, heading: 'lr' })
})

test('a search finds keys by words', () => {
  const fields = (s: string, scope: 'all' | 'config' = 'all') => found(keys, s, scope).map((k) => k.field)
  expect(fields('LOSS test')).toEqual(['summary.test/loss'])
  expect(fields('duration')).toEqual(['seconds'])
  expect(fields('', 'config')).toEqual(['config.lr', 'config.gone'])
})
