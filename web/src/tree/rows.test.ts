import { expect, test } from 'vitest'
import { farOf } from './far'
import { Entries, type Json, parseJson, writeJson } from './json'
import { countUpTo, type Openness, pathText, replaced, rowsOf, toggled } from './rows'

const open: Openness = { all: true, but: new Set() }
const shut: Openness = { all: false, but: new Set() }
const root = parseJson('{"opt":{"lr":0.1,"betas":[0.9,0.99]},"":1,"a b":"Adam","empty":{}}')
const lines = (rows: ReturnType<typeof rowsOf>) => rows.map((r) => '  '.repeat(r.depth) + r.key)

test('rows are in order, with what is open below it', () => {
  expect(lines(rowsOf(root, shut))).toEqual(['opt', '', 'a b', 'empty'])
  expect(lines(rowsOf(root, open))).toEqual(['opt', '  lr', '  betas', '    0', '    1', '', 'a b', 'empty'])
  expect(lines(rowsOf(root, toggled(shut, '/opt')))).toEqual(['opt', '  lr', '  betas', '', 'a b', 'empty'])
  expect(lines(rowsOf(root, toggled(open, '/opt/betas')))).toEqual(['opt', '  lr', '  betas', '', 'a b', 'empty'])
})

test('a search keeps what leads to it, and all below a key that it’s found in', () => {
  expect(lines(rowsOf(root, shut, '0.99'))).toEqual(['opt', '  betas', '    1'])
  expect(lines(rowsOf(root, shut, 'ADAM'))).toEqual(['a b'])
  expect(lines(rowsOf(root, shut, 'opt'))).toEqual(['opt', '  lr', '  betas', '    0', '    1'])
  expect(lines(rowsOf(root, shut, 'nothing'))).toEqual([])
})

test('equal keys are rows of their own', () => {
  const rows = rowsOf(parseJson('{"a":1,"a":2,"a/b":3}'), open)
  expect(new Set(rows.map((r) => r.id)).size).toBe(3)
})

test('paths read as programs write them', () => {
  expect(pathText(['opt', 'betas', 1])).toBe('opt.betas[1]')
  expect(pathText(['train/loss'])).toBe('train/loss')
  expect(pathText(['', 'a b'])).toBe('""."a b"')
})

test('a value within another is replaced, the rest is as it was written', () => {
  const opt = (root as Entries).get('opt') as Json
  expect(writeJson(replaced(opt, ['betas', 1], parseJson('9223372036854775807')))).toBe(
    '{"lr":0.1,"betas":[0.9,9223372036854775807]}',
  )
})

test('what is deep or wide is counted and walked', () => {
  let deep: Json = []
  for (let i = 0; i < 5_000; i++) deep = new Entries([['x', deep]])
  expect(countUpTo(deep, 300)).toBeGreaterThanOrEqual(300)
  expect(rowsOf(deep, shut)).toHaveLength(1)
  const wide = new Entries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i % 2 === 0]))
  expect(rowsOf(wide, open)).toHaveLength(20_000)
  expect(rowsOf(wide, open, 'k19999')).toHaveLength(1)
})

test('a value that is kept apart is one row', () => {
  const far = `{"_type":"runledger-value","sha256":"${'a'.repeat(64)}","size":1020002}`
  const [row, ...more] = rowsOf(parseJson(`{"long":${far}}`), open)
  expect(more).toEqual([])
  expect(row?.size).toBeUndefined()
  expect(row && farOf(row.value)).toEqual({ sha256: 'a'.repeat(64), size: 1_020_002 })
  expect(rowsOf(parseJson(far.replace('aaa', 'xyz')), open).length).toBe(3)
})
