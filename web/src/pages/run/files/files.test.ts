import { expect, test } from 'vitest'
import { readCsv } from './csv'
import { fileRows } from './filetree'
import { imageType, kindOfFile } from './kinds'

const file = (name: string, size = 1) => ({ name, size, at: '2026-01-01T00:00:00Z' })

test('files are listed by folders, with their sizes', () => {
  const files = [file('code/a/x.py', 10), file('code/main.py', 5), file('out.log', 7), file('late', -1)]
  expect(fileRows(files, () => true).map((r) => [r.depth, r.label, r.files, r.bytes])).toEqual([
    [0, 'code', 2, 15],
    [1, 'a', 1, 10],
    [2, 'x.py', 1, 10],
    [1, 'main.py', 1, 5],
    [0, 'out.log', 1, 7],
    [0, 'late', 1, -1],
  ])
  expect(fileRows(files, () => false).map((r) => r.label)).toEqual(['code', 'out.log', 'late'])
})

test('kinds', () => {
  expect(kindOfFile({ name: 'a/B.PNG' })).toBe('image')
  expect(kindOfFile({ name: 'evil.html', type: 'text/html' })).toBe('text')
  expect(kindOfFile({ name: 'Makefile' })).toBe('text')
  expect(kindOfFile({ name: 'diff.patch' })).toBe('diff')
  expect(kindOfFile({ name: 'model.pt' })).toBe('unknown')
  expect(imageType('x.SVG')).toBe('image/svg+xml')
  expect(imageType('x.png')).toBe('image/png')
})

test('comma separated values', () => {
  expect(readCsv('a,b\r\n1,"x, ""y""\nz"\n,\n', ',', 10)).toEqual([
    ['a', 'b'],
    ['1', 'x, "y"\nz'],
    ['', ''],
  ])
  expect(readCsv('a\tb\nc', '\t', 1)).toEqual([['a', 'b']])
  expect(readCsv('"open', ',', 5)).toEqual([['open']])
  expect(readCsv('', ',', 5)).toEqual([])
})
