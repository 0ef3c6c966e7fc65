import { expect, test } from 'vitest'
import { levelOf, levelsOf, sentenceOf } from './levels'

test('a pair of settings has a name where the entity offers it', () => {
  expect(levelOf('members', 'members', ['private', 'restricted', 'public', 'open'])).toBe('private')
  expect(levelOf('members', 'members', ['team', 'restricted', 'public', 'open'])).toBe('team')
  expect(levelOf('everyone', 'invited', ['team', 'public', 'open'])).toBe('custom')
})

test('personal entities and teams offer their own levels', () => {
  expect(levelsOf(true).map((l) => l.name)).toEqual(['private', 'restricted', 'public', 'open'])
  expect(levelsOf(false).map((l) => l.name)).toEqual(['team', 'restricted', 'public', 'open'])
  expect(sentenceOf('custom')).toContain('one by one')
})
