import { expect, test } from 'vitest'
import { freshPanel, panelComplete, withField } from './panelSpec'

test('a panel is complete once it says what it shows', () => {
  const fresh = freshPanel()
  expect(panelComplete(fresh)).toBe(false)
  expect(panelComplete(withField(fresh, 'metrics', ['loss']))).toBe(true)
  expect(panelComplete({ kind: 'scatter', x_field: 'config.lr' })).toBe(false)
  expect(panelComplete({ kind: 'of the future' })).toBe(true)
})

test('what a kind needs comes with it, and goes with it', () => {
  const grouped = withField(freshPanel(), 'kind', 'grouped_line')
  expect(grouped.aggregates).toContain('stddev')
  expect(withField(grouped, 'kind', 'line')).not.toHaveProperty('aggregates')
  expect(withField({ title: 'a' }, 'title', '')).toEqual({})
})
