import { expect, test } from 'vitest'
import { type Found, matching } from './commands'

const all = ['Go to the table', 'Go to reports', 'Use dark colours'].map(
  (label): Found => ({ id: label, kind: 'command', label, go: () => {} }),
)

test('words may stand in any order and be cut short', () => {
  expect(matching(all, 'tab go').map((c) => c.label)).toEqual(['Go to the table'])
  expect(matching(all, '')).toHaveLength(3)
  expect(matching(all, 'xyz')).toHaveLength(0)
})
