import { expect, test } from 'vitest'
import { change, column, hide, inOrder, moveTo, show, step, storedColumns, toStore, usualColumns } from './columns'

const fields = (list: { field: string }[]) => list.map((c) => c.field)

test('stored columns are taken as far as they can be', () => {
  const list = storedColumns([
    'state',
    7,
    null,
    { field: 'config.lr', pinned: true, width: 5 },
    { field: 'config' },
    'state',
    { field: 'user', hidden: true },
  ])
  expect(fields(list ?? [])).toEqual(['name', 'state', 'config.lr', 'user'])
  expect(list?.[2]).toMatchObject({ pinned: true, width: 56 })
  for (const none of [undefined, null, [], 'state', {}, [7]]) expect(storedColumns(none)).toBeUndefined()
})

test('what is stored is read back', () => {
  const list =
    storedColumns([
      'name',
      'state',
      { field: 'config.lr', pinned: true, width: 99 },
      { field: 'user', hidden: true },
    ]) ?? []
  expect(storedColumns(JSON.parse(JSON.stringify(toStore(list))))).toEqual(list)
  expect(toStore([column('state')])).toEqual(['state'])
})

test('pinned ones stand first, hidden ones nowhere', () => {
  const list = ['name', 'a', 'b', 'c'].map((f) => column(f, { pinned: f === 'name' || f === 'c', hidden: f === 'a' }))
  expect(fields(inOrder(list))).toEqual(['name', 'c', 'b'])
})

test('moving, showing, hiding', () => {
  const list = ['name', 'a', 'b', 'c'].map((f) => column(f, { pinned: f === 'name' }))
  expect(fields(moveTo(list, 'a', 'c'))).toEqual(['name', 'b', 'c', 'a'])
  expect(fields(moveTo(list, 'c', 'a'))).toEqual(['name', 'c', 'a', 'b'])
  expect(moveTo(list, 'c', 'name')).toBe(list)
  expect(fields(step(list, 'b', 1))).toEqual(['name', 'a', 'c', 'b'])
  expect(step(list, 'c', 1)).toBe(list)
  expect(step(list, 'a', -1)).toBe(list)
  expect(fields(inOrder(hide(list, ['b', 'name'])))).toEqual(['name', 'a', 'c'])
  expect(fields(inOrder(show(hide(list, ['b']), ['b', 'a', 'config.x'])))).toEqual(['name', 'a', 'c', 'b', 'config.x'])
  expect(change(list, 'a', { width: 70 })[1]?.width).toBe(70)
})

test('a table that nobody arranged shows what most runs have', () => {
  const list = usualColumns({
    run: [],
    position: '',
    at: '',
    config: [
      { key: 'config.rare', runs: 1 },
      { key: 'config.lr', runs: 9 },
      { key: 'config._wandb', runs: 9 },
    ],
    summary: [
      { key: 'summary.loss', runs: 9 },
      { key: 'summary._step', runs: 9 },
      { key: 'summary.img._type', runs: 9 },
      { key: 'summary.img.sha256', runs: 9 },
    ],
  })
  expect(fields(list)).toEqual([
    'name',
    'state',
    'tags',
    'created',
    'seconds',
    'user',
    'summary.loss',
    'config.lr',
    'config.rare',
  ])
})
