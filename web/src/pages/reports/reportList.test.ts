import { expect, test } from 'vitest'
import type { ReportSummary } from '../../api/reports'
import { shownReports } from './reportList'

const report = (title: string, created: string, changed?: string): ReportSummary => ({
  id: title,
  title,
  author: title === 'Losses 2' ? 'bob' : 'ann',
  created,
  changed,
  changed_by: 'ann',
  mode: 'pinned',
  block_count: 0,
  comment_count: 0,
  version: 1,
})

const all = [
  report('Losses 10', '2026-01-01T00:00:00Z', '2026-01-09T00:00:00Z'),
  report('Losses 2', '2026-01-02T00:00:00Z'),
  report('accuracy', '2026-01-02T00:00:00.5Z'),
]
const titles = (list: ReportSummary[]) => list.map((r) => r.title)

test('the last edited comes first, or what one asks for', () => {
  expect(titles(shownReports(all, '', 'edited', false))).toEqual(['Losses 10', 'accuracy', 'Losses 2'])
  expect(titles(shownReports(all, '', 'created', true))).toEqual(['Losses 10', 'Losses 2', 'accuracy'])
  expect(titles(shownReports(all, '', 'title', false))).toEqual(['accuracy', 'Losses 2', 'Losses 10'])
})

test('search looks for all words in title and author', () => {
  expect(titles(shownReports(all, 'LOSSES bob', 'title', false))).toEqual(['Losses 2'])
  expect(shownReports(all, 'nothing', 'title', false)).toEqual([])
})
