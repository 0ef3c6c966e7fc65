import { expect, test } from 'vitest'
import { heatOf } from './heat'
import { mediaOf } from './medium'
import { stepsOf, upTo } from './steps'

test('media as the SDK logs them', () => {
  expect(
    mediaOf({ _type: 'image-file', path: 'media/images/a.png', width: 3, height: 4, size: 99, caption: 'A' }),
  ).toEqual([{ kind: 'image', path: 'media/images/a.png', width: 3, height: 4, size: 99, caption: 'A' }])
  expect(
    mediaOf({
      _type: 'images/separated',
      count: 2,
      filenames: ['a.png', 'b.png'],
      captions: ['x', 'y'],
      width: 8,
      height: 8,
    }).map((m) => 'caption' in m && m.caption),
  ).toEqual(['x', 'y'])
  expect(
    mediaOf({ _type: 'videos', count: 1, videos: [{ _type: 'video-file', path: 'v.mp4' }], captions: false })[0],
  ).toMatchObject({ kind: 'video', path: 'v.mp4' })
  expect(mediaOf({ _type: 'table-file', path: 't.json', nrows: 5, ncols: 2 })[0]).toMatchObject({
    kind: 'table',
    rows: 5,
  })
  expect(mediaOf({ _type: 'object3D-file', path: 'm.glb' })[0]).toMatchObject({ kind: 'file', path: 'm.glb' })
  expect(mediaOf({ _type: 'histogram', values: [1, 2], packedBins: { min: 0, size: 0.5, count: 2 } })).toEqual([
    { kind: 'histogram', edges: [0, 0.5, 1], counts: [1, 2] },
  ])
})

test('what is none is shown as the value that it is', () => {
  for (const v of [
    3,
    'text',
    null,
    { a: 1 },
    { _type: 'image-file', path: 7 },
    { _type: 'histogram', values: [1], bins: ['x', 2] },
    { _type: 'histogram', values: [], packedBins: { min: 0, size: 1, count: 1e300 } },
  ]) {
    expect(mediaOf(v)).toEqual([{ kind: 'value', value: v }])
  }
})

test('histograms over steps keep their mass', () => {
  const h = heatOf(
    [
      { step: 0, edges: [0, 1, 2], counts: [1, 3] },
      { step: 5, edges: [0, 4], counts: [2] },
    ],
    4,
  )
  expect(h.columns[0]?.cells).toEqual([0.25, 0.75, 0, 0])
  expect(h.columns[1]?.cells).toEqual([0.25, 0.25, 0.25, 0.25])
  expect(heatOf([{ step: 0, edges: [1, 1], counts: [2] }], 4).columns[0]?.cells.reduce((a, b) => a + b)).toBeCloseTo(1)
})

test('at a step the last that was logged counts', () => {
  const rows = [
    { step: 1, metrics: { a: 1 } },
    { step: 5, metrics: { b: 1 } },
    { step: 9, metrics: { a: 2 } },
  ]
  expect(stepsOf([rows, undefined, [{ step: 5, metrics: {} }]])).toEqual([1, 5, 9])
  expect(upTo(rows, 'a', 5)?.step).toBe(1)
  expect(upTo(rows, 'a', undefined)?.step).toBe(9)
  expect(upTo(rows, 'b', 1)).toBeUndefined()
})
