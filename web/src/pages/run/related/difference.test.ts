import { expect, test } from 'vitest'
import { Entries, parseJson } from '../../../tree/json'
import { columnOf, comparedPlaces, differences } from './difference'

const read = (text: string): Entries => {
  const value = parseJson(text)
  return value instanceof Entries ? value : new Entries()
}

const config = read(
  `{"lr":0.1,"opt":{"name":"adam","b":{"c":1}},"":1,"a.b":"t","betas":[1,2],"long":"${'x'.repeat(300)}","e":{}}`,
)
const places = [['lr'], ['opt', 'name'], ['opt', 'b', 'c'], ['a.b'], ['betas'], ['e']]

test('values at any depth are compared, but the long ones', () => {
  expect(comparedPlaces(config, 10)).toEqual(places)
  expect(comparedPlaces(config, 1)).toEqual([['lr']])
  expect(comparedPlaces(new Entries(), 10)).toEqual([])
  expect(columnOf(['a.b', 'x y'])).toBe('config."a.b"."x y"')
  expect(columnOf(['train/lr'])).toBe('config.train/lr')
})

test('differences say both values', () => {
  expect(differences(config, config, places)).toEqual([])
  expect(differences(config, read('{"lr":0.10,"opt":{"name":"sgd","b":2},"betas":[1]}'), places)).toEqual([
    { key: 'opt.name', mine: 'adam', theirs: 'sgd' },
    { key: 'opt.b.c', mine: '1', theirs: 'not set' },
    { key: '"a.b"', mine: 't', theirs: 'not set' },
    { key: 'betas', mine: '[1,2]', theirs: '[1]' },
    { key: 'e', mine: '{}', theirs: 'not set' },
  ])
  const big = (n: string) => read(`{"n":${n}}`)
  expect(differences(big('9007199254740993'), big('9007199254740992'), [['n']])).toHaveLength(1)
})
