import { expect, test } from 'vitest'
import { changesOf } from './changes'

test('what differs is said, whatever the fields hold', () => {
  expect(changesOf({ display_name: 'a', x: 1 }, { display_name: 'b', x: 1 })).toEqual(['display_name: a → b'])
  expect(changesOf({ tags: [] }, { tags: ['x'] })).toEqual(['tags: [] → ["x"]'])
  expect(changesOf(null, { notes: 'n'.repeat(500) })[0]).toHaveLength('notes: nothing → '.length + 121)
  expect(changesOf('garbage', [1])).toEqual([])
})
