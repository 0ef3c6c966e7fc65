import { expect, test } from 'vitest'
import { wordsOf } from './words'

test('actions are said as people say them', () => {
  expect(wordsOf('section.deleted.v1', 'train')).toBe('delete section train')
  expect(wordsOf('panel.moved.v1')).toBe('move panel')
})

test('an action of the future is said by its type', () => {
  expect(wordsOf('lamp.switched_on.v2', 'x')).toBe('lamp switched on x')
})
