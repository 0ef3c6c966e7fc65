import { expect, test } from 'vitest'
import { sectionsOf } from './sections'

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
