import { expect, test } from 'vitest'
import { undoneOf } from './AuditList'
import { localOf, timeOf } from './moments'
import { filterOf } from './useAuditFilter'

test('a filter is read from the address; what makes no sense is left out', () => {
  const p = new URLSearchParams('actor=ann&type=run.&run=12&outcome=refused&since=2026-01-01T00:00:00Z&q=x')
  expect(filterOf(p)).toEqual({
    actor: 'ann',
    type: 'run.',
    run: 12,
    outcome: 'refused',
    since: '2026-01-01T00:00:00Z',
  })
  expect(filterOf(new URLSearchParams('run=-1&outcome=odd&since=soon'))).toEqual({})
})

test('fields of local times give back what they were given', () => {
  const at = '2026-03-01T12:34:00.000Z'
  expect(timeOf(localOf(at))).toBe(at)
  expect(localOf('garbage')).toBe('')
  expect(timeOf('')).toBe('')
})

test('what was undone is known, until it was done again', () => {
  const row = (id: string, cause?: string) => ({
    id,
    cause,
    outcome: 'accepted' as const,
    type: cause ? 'action.undone.v1' : 'run.renamed.v1',
  })
  expect([...undoneOf([row('undo', 'a'), row('a')])]).toEqual(['a'])
  expect([...undoneOf([row('redo', 'undo'), row('undo', 'a'), row('a')])]).toEqual(['undo'])
})
