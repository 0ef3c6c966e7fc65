import { expect, test } from 'vitest'
import { newBoard, trainings } from './rig/panels'
import { openPage, withBrowser } from './rig/rig'

withBrowser()

test('TestReq_WS_21 graphs show the first ten runs', async () => {
  const board = await newBoard(trainings(13))
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const loss = page.locator('article[aria-label=loss]')
  await loss.locator('[data-lines="10"]').waitFor()
  const { panels } = await board.person.client.get<{ panels: { max_runs: number }[] }>(`${board.me}/panels?q=loss`)
  expect(panels.map((p) => p.max_runs)).toEqual([10])
})

test('TestReq_FAQ_7 whatever was logged, panels show what can be shown and say what can’t', async () => {
  const long = 'x'.repeat(250_000) // as much as a line may bring
  const board = await newBoard([
    {
      run: 'bad',
      name: 'bad values',
      config: { '': { '': [] }, big: 2 ** 63, long, lr: 'NaN', nested: { a: [1, { b: null }] } },
      step: 0,
      metrics: { loss: 'NaN', odd: '-Infinity' },
    },
    ...trainings(2),
  ])
  const huge = '{"kind":"line","metrics":["loss"],"y_range":{"min":-1e300,"max":1e300},"title":"Huge"}'
  const raw = await fetch(`${board.person.client.url}/api/v1${board.me}/sections/${board.section}/panels`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${board.person.client.key}`, 'Content-Type': 'application/json' },
    body: huge,
  })
  expect(raw.status, await raw.text()).toBe(200)
  const scatter = await board.add({ kind: 'scatter', x_field: 'config.lr', y_field: 'summary.loss' })
  const bar = await board.add({ kind: 'bar', metrics: ['loss', 'odd', 'nothing of this name'] })
  const parallel = await board.add({
    kind: 'parallel_coordinates',
    fields: ['config.lr', 'config.big', 'config.nested', 'config.""'],
  })
  const comparer = await board.add({ kind: 'run_comparer' })
  const text = await board.add({
    kind: 'markdown',
    text: '<img src=x onerror="document.title=1">[x](javascript:alert(1))',
  })
  const asked = await board.add({
    kind: 'line',
    metrics: ['loss'],
    x_axis: { metric: 'no such metric' },
    title: 'No axis',
  })
  const page = await openPage(board.person, `/${board.project}/workspace`, { height: 2000 })
  const panel = (id: string) => page.locator(`[data-panel="${id}"]`)
  await panel(scatter).locator('[data-scatter="2"]').waitFor()
  await panel(scatter).getByText('1 of 3 runs have no place here').waitFor()
  await panel(bar).locator('[data-bars="9"]').waitFor()
  expect(
    await panel(bar)
      .locator('[data-bar="bad values"]')
      .evaluateAll((all) => all.map((e) => e.getAttribute('data-value'))),
  ).toEqual(['NaN', '-Infinity', null])
  await panel(parallel).locator('[data-parallel="3"]').waitFor()
  const cell = panel(comparer).getByRole('row', { name: /^long/ })
  await cell.getByRole('button', { name: /show all \(250 kB\)/ }).waitFor()
  expect((await panel(comparer).locator('table').textContent())?.length).toBeLessThan(20_000)
  await panel(text).getByText('x', { exact: false }).first().waitFor()
  await panel(asked).locator('[data-kind=line]').waitFor()
  expect(await page.title()).toContain('runledger')
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/garbage.png` })
})

test('run comparer: only differences, search', async () => {
  const board = await newBoard(trainings(3))
  const id = await board.add({ kind: 'run_comparer' })
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const panel = page.locator(`[data-panel="${id}"]`)
  await panel.locator('[data-field="config.lr"][data-differs=true]').waitFor()
  expect(await panel.locator('[data-field="config.lr"] td').allTextContents()).toEqual([
    '0.30000000000000004',
    '0.2',
    '0.1',
  ])
  expect(await panel.locator('[data-field="config.seed"]').count()).toBe(1)
  await panel.getByRole('switch', { name: 'Only differences' }).click({ force: true })
  await panel.locator('[data-field="config.seed"]').waitFor({ state: 'detached' })
  await panel.getByLabel('Search fields and values').fill('arch')
  await panel.locator('[data-field="config.lr"]').waitFor({ state: 'detached' })
  expect(await panel.locator('[data-field="config.arch"] td').allTextContents()).toEqual(['mlp', 'cnn', 'mlp'])
})

test('parallel coordinates: the part of an axis that is marked lights its lines', async () => {
  const board = await newBoard(trainings(4))
  const id = await board.add({ kind: 'parallel_coordinates', fields: ['config.lr', 'summary.loss'] })
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const plot = page.locator(`[data-panel="${id}"] [data-parallel="4"]`)
  await plot.waitFor()
  const axis = plot.locator('[data-axis="summary.loss"]')
  const box = await axis.boundingBox()
  if (!box) throw new Error('no axis')
  await page.mouse.move(box.x, box.y - 3)
  await page.mouse.down()
  await page.mouse.move(box.x, box.y + box.height * 0.5, { steps: 4 })
  await page.mouse.up()
  await page.locator(`[data-panel="${id}"] [data-lit="2"]`).waitFor()
  const low = axis.getByRole('slider', { name: /^Lowest/ })
  await low.focus()
  await low.press('Home')
  await page.locator(`[data-panel="${id}"] [data-lit="4"]`).waitFor()
  await low.press('Escape')
  expect(await page.locator(`[data-panel="${id}"]`).getByRole('button', { name: 'Show all' }).count()).toBe(0)
})
