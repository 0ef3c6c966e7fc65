import { expect, test } from 'vitest'
import { answerOf } from './answers.test-data'
import { optionsOf } from './options'
import { zoomRange } from './zoomrange'

test('a panel’s spec says how it is drawn; what makes no sense is as usual', () => {
  expect(optionsOf({ y_log: true, band: 'stderr', y_range: { min: 0 }, aggregates: ['max'], legend: false })).toEqual({
    xLog: undefined,
    yLog: true,
    yRange: { min: 0, max: undefined },
    band: 'stderr',
    aggregate: 'max',
    legend: false,
  })
  const nonsense = optionsOf({ y_log: 'yes', band: 7, y_range: [1], aggregates: 'mean', legend: null, x_log: {} })
  expect(Object.values(nonsense).every((v) => v === undefined || Object.values(v).every((e) => e === undefined))).toBe(
    true,
  )
})

test('a zoom takes the whole of the buckets that were selected', () => {
  const answer = answerOf([], {}, [4.5, 14.5, 24.5], 10)
  expect(zoomRange(answer, 10, 20)).toEqual({ min: 10, max: 20 })
  expect(zoomRange(answer, 14, 15)).toEqual({ min: 10, max: 19 })
  expect(zoomRange(answer, 26.2, 14.2)).toEqual({ min: 10, max: 29 })
  expect(zoomRange(answer, 16.2, 16.9)).toEqual({ min: 16, max: 17 })
  expect(zoomRange(answerOf([], { axis: 'relative' }, [0.5], 0.25), 0.1, 0.2)).toEqual({ min: 0.1, max: 0.2 })
})
