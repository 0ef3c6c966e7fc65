import { expect, test } from 'vitest'
import type { Entry } from '../../api/audit'
import { changesOf, summaryOf } from './changes'
import { said, undoable } from './words'

test('only fields that differ are changes; whatever before and after are', () => {
  expect(changesOf({ name: 'a', same: [1] }, { name: 'b', same: [1] })).toEqual([
    { field: 'name', before: 'a', after: 'b' },
  ])
  expect(changesOf({}, { tags: ['x'] })).toEqual([{ field: 'tags', after: '[\n "x"\n]' }])
  expect(changesOf({ used: null }, { used: 'now' })).toEqual([{ field: 'used', after: 'now' }])
  expect(changesOf('NaN of a config', null)).toEqual([{ field: '', before: 'NaN of a config' }])
  expect(changesOf(undefined, undefined)).toEqual([])
})

test('batches say how many of what they changed', () => {
  const side = (tags: string[]) => [{ kind: 'run', ids: ['1', '2'], fields: { tags } }]
  expect(changesOf(side([]), side(['x']))).toEqual([{ field: 'tags of 2 runs', before: '[]', after: '[\n "x"\n]' }])
  expect(changesOf([1], [2])).toEqual([{ field: '', before: '[\n 1\n]', after: '[\n 2\n]' }])
})

test('a summary is one short line', () => {
  expect(summaryOf([{ field: 'name', before: 'digits', after: 'numbers' }])).toBe('name: digits → numbers')
  expect(summaryOf([{ field: 'description', before: 'x\ny', after: '' }])).toBe('description: x y → –')
  expect(summaryOf(Array.from({ length: 6 }, (_, i) => ({ field: `f${i}`, after: '1' })))).toMatch(/and 2 more$/)
})

test('actions in words; what isn’t known by its type', () => {
  expect(said('project.renamed.v1')).toBe('renamed project')
  expect(said('sweep.paused.v2')).toBe('sweep paused')
  const entry = (more: Partial<Entry>) => ({ outcome: 'accepted', actor_kind: 'user', ...more }) as Entry
  expect(undoable(entry({ type: 'run.renamed.v1' }))).toBe(true)
  expect(undoable(entry({ type: 'runs.purged.v1' }))).toBe(false)
  expect(undoable(entry({ type: 'run.renamed.v1', outcome: 'refused' }))).toBe(false)
})
