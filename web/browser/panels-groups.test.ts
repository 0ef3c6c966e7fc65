import { expect, test } from 'vitest'
import { newBoard, trainings } from './rig/panels'
import { openPage, withBrowser } from './rig/rig'

withBrowser()

test('bars of groups are means with their spread', async () => {
  const board = await newBoard(trainings(4))
  const id = await board.add({ kind: 'bar', metrics: ['loss'], grouping: ['config.arch'] })
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const panel = page.locator(`[data-panel="${id}"]`)
  await panel.locator('[data-bars="2"]').waitFor()
  // Runs 1 and 3, and 0 and 2.
  const rows = await panel.locator('tbody tr').all()
  const cells = await Promise.all(rows.map((r) => r.locator('td').allTextContents()))
  expect(cells.sort()).toEqual([
    ['arch: cnn', 'loss', '2', String(Math.SQRT2), '1', '3', '2'],
    ['arch: mlp', 'loss', '1', String(Math.SQRT2), '0', '2', '2'],
  ])
})

test('machine metrics are lines of each run, by time since its first sample', async () => {
  const sample = (run: string, at: number, gpu: number) => ({ run, time: 1_760_000_000 + at, system: { gpu } })
  const board = await newBoard([sample('a', 0, 10), sample('a', 60, 30), sample('b', 500, 50), sample('b', 530, 70)])
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const chart = page.locator('article[aria-label=gpu] [data-chart][data-lines="2"]')
  await chart.waitFor()
  expect(await chart.getAttribute('data-axis')).toBe('relative')
  expect(Number(await chart.getAttribute('data-x-max'))).toBeGreaterThanOrEqual(60)
  expect(Number(await chart.getAttribute('data-x-max'))).toBeLessThan(120)
})
