import { expect, test } from 'vitest'
import { columnsOn, heightOfRows, panelHeight, resizedPanels, rowsIn } from './geometry'

test('columns follow the stored width of panels, and the page', () => {
  expect(columnsOn(1000, { columns: 3 })).toBe(3)
  expect(columnsOn(1000, { columns: 20 })).toBe(4) // none narrower than 220 px
  expect(columnsOn(300, { columns: 3 })).toBe(1)
  expect(columnsOn(1000, { columns: 3, panel_size: { w: 495, h: 200 } })).toBe(2)
  expect(columnsOn(0, { columns: 3 })).toBe(1)
})

test('whatever is stored, a panel has a height', () => {
  expect(panelHeight({})).toBe(260)
  expect(panelHeight({ panel_size: { w: 1, h: 1 } })).toBe(120)
  expect(panelHeight({ panel_size: { w: 1, h: 99_999 } })).toBe(2000)
  expect(panelHeight({ panel_size: { w: 1, h: Number.NaN } })).toBe(260)
})

test('a drawn size becomes columns, and the width that they then have', () => {
  expect(resizedPanels(1000, 480, 300)).toEqual({ columns: 2, panel_size: { w: 495, h: 300 } })
  expect(resizedPanels(1000, 5000, 300).columns).toBe(1)
  expect(resizedPanels(1000, -5, -5)).toEqual({ columns: 4, panel_size: { w: 242, h: 120 } })
})

test('rows and heights are each other’s inverse', () => {
  for (const rows of [1, 2, 5]) expect(rowsIn(heightOfRows(rows, 260), 260)).toBe(rows)
  expect(rowsIn(0, 260)).toBe(1)
})
