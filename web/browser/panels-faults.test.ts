import { expect, test } from 'vitest'
import { newBoard, trainings } from './rig/panels'
import { openPage, withBrowser } from './rig/rig'

withBrowser()

test('TestReq_FAQ_7 a panel with a bad setting shows its own error, is mended in its editor, and the others work', async () => {
  const board = await newBoard(trainings(3))
  // A line panel keeps a field that it doesn't know; as a scatter plot it knows it.
  const bad = await board.add({ kind: 'line', metrics: ['loss'], x_field: '(((' })
  await board.person.client.patch(`${board.me}/panels/${bad}`, { kind: 'scatter', y_field: 'summary.loss' })
  const good = await board.add({ kind: 'bar', metrics: ['loss'] })
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const panel = page.locator(`[data-panel="${bad}"]`)
  const alert = panel.getByRole('alert')
  await alert.getByText('x_field:').waitFor()
  await alert.getByText('Edit the panel and set x_field anew').waitFor()
  await page.locator(`[data-panel="${good}"] [data-bars="3"]`).waitFor()

  await panel.hover()
  await panel.getByRole('button', { name: /^Edit/ }).click()
  const form = page.getByRole('form', { name: 'Panel' })
  await form.getByLabel('X', { exact: true }).fill('config.lr')
  await form.getByRole('button', { name: 'Save' }).click()
  await panel.locator('[data-scatter="3"]').waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
})
