import { expect, test } from 'vitest'
import type { Panel, Section, Workspace } from '../../api/workspace'
import { arranged, arrangedPanels } from './arrange'

const panel = (id: string, section: string): Panel => ({
  id,
  section,
  title: id,
  auto: true,
  max_runs: 10,
  spec: {},
  version: 0,
})

const section = (id: string, ...panels: string[]): Section => ({
  id,
  title: id,
  auto: true,
  collapsed: false,
  layout: 'standard',
  columns: 3,
  rows: 2,
  page: 1,
  pages: 1,
  panel_count: panels.length,
  panels: panels.map((p) => panel(p, id)),
  fields: {},
  version: 0,
})

const workspace = (...sections: Section[]) => ({ sections }) as unknown as Workspace

const shape = (w: Workspace) =>
  (w.sections ?? []).map((s) => `${s.id}(${s.panel_count}): ${(s.panels ?? []).map((p) => p.id).join(' ')}`)

const w = workspace(section('s', 'a', 'b', 'c'), section('t', 'd'))

test('sections move beside others, and go with their panels', () => {
  expect(shape(arranged(w, { do: 'move-section', section: 't', beside: { before: 's' } }))).toEqual([
    't(1): d',
    's(3): a b c',
  ])
  expect(shape(arranged(w, { do: 'delete-section', section: 's' }))).toEqual(['t(1): d'])
  expect(shape(arranged(w, { do: 'move-section', section: 'gone', beside: {} }))).toEqual(shape(w))
})

test('panels move within a section, to others, and to their end', () => {
  const to = (panel: string, section: string, beside: { after?: string; before?: string }) =>
    shape(arranged(w, { do: 'move-panel', panel, section, beside }))
  expect(to('a', 's', { after: 'b' })).toEqual(['s(3): b a c', 't(1): d'])
  expect(to('c', 's', { before: 'a' })).toEqual(['s(3): c a b', 't(1): d'])
  expect(to('b', 't', { before: 'd' })).toEqual(['s(2): a c', 't(2): b d'])
  expect(to('b', 't', {})).toEqual(['s(2): a c', 't(2): d b'])
  expect(to('gone', 't', {})).toEqual(shape(w))
})

test('what isn’t touched stays the same object: it isn’t drawn anew', () => {
  const after = arranged(w, { do: 'delete-panel', panel: 'a' })
  expect(after.sections?.[1]).toBe(w.sections?.[1])
  expect(shape(after)).toEqual(['s(2): b c', 't(1): d'])
  const panels = w.sections?.[1]?.panels ?? []
  expect(arrangedPanels(panels, 't', { do: 'delete-panel', panel: 'a' })).toBe(panels)
})

test('a panel’s answer repeats some of its fields', () => {
  const after = arranged(w, { do: 'edit-panel', panel: 'd', fields: { x: 3, w: 'wide', title: 'D' } })
  expect(after.sections?.[1]?.panels?.[0]).toMatchObject({ x: 3, title: 'D' })
  expect(after.sections?.[1]?.panels?.[0]?.w).toBeUndefined()
})
