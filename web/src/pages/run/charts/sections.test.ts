import { expect, test } from 'vitest'
import { Entries, parseJson } from '../../../tree/json'
import { metricsIn, sectionsOf } from './sections'

test('metrics are grouped by prefix, in the order people count', () => {
  expect(sectionsOf(['val/loss', 'train/x10', 'train/x9', 'epoch', '/odd'], '')).toEqual([
    { title: 'Metrics', metrics: ['/odd', 'epoch'] },
    { title: 'train', metrics: ['train/x9', 'train/x10'] },
    { title: 'val', metrics: ['val/loss'] },
  ])
  expect(sectionsOf(['val/loss', 'train/loss', 'train/acc'], ' LOSS ')).toEqual([
    { title: 'train', metrics: ['train/loss'] },
    { title: 'val', metrics: ['val/loss'] },
  ])
})

test('of a summary, numbers are metrics', () => {
  const summary = parseJson('{"loss":"NaN","big":9223372036854775807,"note":"x","nested":{"a":1},"best":true}')
  expect(metricsIn(summary instanceof Entries ? summary : new Entries())).toEqual(['loss', 'big'])
})
