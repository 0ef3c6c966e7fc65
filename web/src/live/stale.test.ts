import { expect, test } from 'vitest'
import { staleBy } from './stale'

test('points make charts stale, not the workspace that arranges them', () => {
  const stale = staleBy({ position: 'p', runs: ['a'] })
  expect(stale.has('panel-data')).toBe(true)
  expect(stale.has('points')).toBe(true)
  expect(stale.has('workspace')).toBe(false)
  expect(stale.has('audit')).toBe(false)
})

test('actions are in the audit trail, and what they changed is stale', () => {
  const stale = staleBy({ position: 'p', kinds: { 'panel.edited.v1': 7 }, documents: [{ kind: 'panel', id: 'x' }] })
  expect([...stale].sort()).toEqual(['audit', 'panel-data', 'undo', 'workspace'])
})

test('what isn’t known makes everything stale', () => {
  expect(staleBy({ position: 'p', documents: [{ kind: 'of the future', id: 'x' }] }).has('reports')).toBe(true)
  expect(staleBy({ position: 'p', documents: 'many' }).has('trash')).toBe(true)
})
