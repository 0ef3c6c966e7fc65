import { expect, test } from 'vitest'
import { panelDataOf, panelIds, panelTitle } from './panelData'

const payload = { format: 1, query: 'q', asked: {}, position: 'p', time: '2026-01-01T00:00:00Z' }

test('a chart of a report is a chart of a workspace', () => {
  const chart = { series: [], computed: { total: 7 } }
  const d = panelDataOf('b', 'panel-0', { kind: 'line', metrics: ['loss'] }, null, {
    block: 'b',
    payload: { ...payload, kind: 'chart', data: chart },
  })
  expect(d.shows).toBe('chart')
  expect(d.total).toBe(7)
  expect(d.panel.title).toBe('loss')
})

test('groups are rows with the values that the server computed', () => {
  const groups = { groups: [{ values: [{ key: 'config.lr', value: 0.1 }], count: 3, aggregates: [0.5] }], matched: 3 }
  const d = panelDataOf(
    'b',
    'p',
    { kind: 'bar', metrics: ['val loss'] },
    { grouping: ['config.lr'] },
    {
      block: 'b',
      payload: { ...payload, kind: 'groups', data: groups },
    },
  )
  expect(d.groups).toEqual([{ values: [{ key: 'config.lr', value: 0.1 }], runs: ['0 0', '0 1', '0 2'] }])
  expect(d.runs?.[0]?.summary).toEqual({ 'val loss': 0.5 })
})

test('faults are said, whatever is stored', () => {
  expect(panelDataOf('b', 'p', 7, 'x', { block: 'b', stale: true }).error?.code).toBe('stale')
  const fault = { code: 'invalid', detail: 'the panel names no metrics' }
  expect(panelDataOf('b', 'p', {}, null, { block: 'b', payload: { ...payload, kind: 'fault', fault } }).error).toBe(
    fault,
  )
  expect(panelDataOf('b', 'p', null, null, { block: 'b' }).shows).toBe('text')
})

test('panels are named as the server names them', () => {
  expect(panelIds([{ id: 'a' }, {}, { id: 'a' }, null, { id: 7 }])).toEqual([
    'a',
    'panel-1',
    'a~2',
    'panel-3',
    'panel-4',
  ])
  expect(panelTitle({ kind: 'scatter', x_field: 'config.lr', y_field: 'summary.loss' })).toBe('loss over lr')
  expect(panelTitle({})).toBe('Panel')
})
