import { expect, test } from 'vitest'
import { strokeOf } from './keys'

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

test('strokes are named alike whatever the keyboard’s layout', () => {
  expect(strokeOf({ ...none, key: 'K', ctrlKey: true })).toBe('mod+k')
  expect(strokeOf({ ...none, key: 'Z', ctrlKey: true, shiftKey: true })).toBe('mod+shift+z')
  expect(strokeOf({ ...none, key: '?', shiftKey: true })).toBe('?')
  expect(strokeOf({ ...none, key: 'ArrowDown', altKey: true })).toBe('alt+ArrowDown')
})
