import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { newBoard, trainings } from './rig/panels'
import { eventually, openPage, withBrowser } from './rig/rig'

withBrowser()

/** The cells of a visually hidden table, row by row. */
const cells = async (table: Locator) => {
  const rows = await table.locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()))
}

test('bar, scatter, histogram, scalar, parallel coordinates and markdown draw what was logged', async () => {
  const board = await newBoard(trainings(4))
  const bar = await board.add({ kind: 'bar', metrics: ['loss'] })
  const scatter = await board.add({
    kind: 'scatter',
    x_field: 'config.lr',
    y_field: 'summary.loss',
    color_field: 'config.arch',
    x_log: true,
  })
  const histogram = await board.add({ kind: 'histogram', metrics: ['loss'], bins: 3 })
  const scalar = await board.add({ kind: 'scalar', metrics: ['acc'], aggregate: 'max' })
  const parallel = await board.add({
    kind: 'parallel_coordinates',
    fields: ['config.lr', 'config.arch', 'summary.loss'],
  })
  const text = await board.add({ kind: 'markdown', text: '# Notes\n\nSeeds **matter**.' })
  const page = await openPage(board.person, `/${board.project}/workspace`, { height: 1600 })
  const panel = (id: string) => page.locator(`[data-panel="${id}"]`)
  await panel(bar).locator('[data-bar="training 3"][data-value="3"]').waitFor()
  expect(await panel(bar).locator('[data-bar]').count()).toBe(4)
  await panel(scatter).locator('[data-scatter="4"]').waitFor()
  expect((await cells(panel(scatter))).map((c) => c.slice(0, 3))).toContainEqual(['training 1', '0.2', '1'])
  await panel(histogram).locator('[data-histogram="loss"][data-bins="3"]').waitFor()
  expect(await cells(panel(histogram))).toEqual([
    ['0', '1', '1'],
    ['1', '2', '1'],
    ['2', '3', '2'],
  ])
  await panel(scalar).locator('dd[data-value="0.3"]').waitFor()
  await panel(parallel).locator('[data-parallel="4"][data-lit="4"]').waitFor()
  await panel(text).getByRole('heading', { name: 'Notes' }).waitFor()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/kinds.png` })
  await eventually(async () => expect(await page.locator('[aria-busy=true]').count()).toBe(0))
})
