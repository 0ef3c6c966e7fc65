import { expect, test } from 'vitest'
import { type Entries, parseJson } from '../../../tree/json'
import { columnOf, comparedKeys, differences } from './difference'

const config = parseJson(`{"lr":0.1,"opt":{"x":1},"":1,"a.b":"t","betas":[1,2],"long":"${'x'.repeat(300)}"}`) as Entries

test('short values are compared', () => {
  expect(comparedKeys(config, 10)).toEqual(['lr', 'a.b', 'betas'])
  expect(comparedKeys(config, 1)).toEqual(['lr'])
  expect(columnOf('a.b')).toBe('config."a.b"')
  expect(columnOf('train/lr')).toBe('config.train/lr')
})

test('differences say both values', () => {
  expect(differences(config, { lr: 0.1, 'a.b': 't', betas: [1, 2] }, ['lr', 'a.b', 'betas'])).toEqual([])
  expect(differences(config, { lr: 0.2, betas: [1] }, ['lr', 'a.b', 'betas'])).toEqual([
    { key: 'lr', mine: '0.1', theirs: '0.2' },
    { key: 'a.b', mine: 't', theirs: 'not set' },
    { key: 'betas', mine: '[1,2]', theirs: '[1]' },
  ])
  expect(differences(config, 'garbage', ['lr'])).toEqual([{ key: 'lr', mine: '0.1', theirs: 'not set' }])
})
