import { expect, test } from 'vitest'
import {
  addPanel,
  charted,
  chartOf,
  inkAt,
  openChart,
  panelsOf,
  placeOf,
  pointAt,
  says,
  tip,
  tipText,
} from './rig/chart'
import { eventually, openPage, withBrowser } from './rig/rig'

withBrowser()

test('TestReq_PN_3 many runs and the metrics that were chosen are lines of one plot', async () => {
  const value = (run: number, step: number, metric: string) => (run + 1) / (step + 1) + (metric === 'acc' ? 0.1 : 0)
  const { ann, project, api } = await charted((project) =>
    Array.from({ length: 5 }, (_, run) =>
      Array.from({ length: 20 }, (_, step) => ({
        project,
        run: `r${run}`,
        step,
        ...(step === 0 && { name: `version ${run}` }),
        metrics: { loss: value(run, step, 'loss'), acc: value(run, step, 'acc'), other: 1 },
      })),
    ).flat(),
  )
  await addPanel(ann, api, { kind: 'line', metrics: ['loss', 'acc'], title: 'Versions' })
  const { page, chart } = await openChart(ann, project, 'Versions')
  await says(chart, 'data-lines', '10')
  await says(chart, 'data-x-max', '19')
  expect(await chart.getAttribute('aria-label')).toContain('10 lines. Step: Steps 0 to 19')

  // Every line's last value is there to be read, exactly as it was logged.
  const table = page.locator('table', { has: page.locator('caption', { hasText: 'Last values' }) })
  const names = await chart.locator('..').locator(table).locator('tbody th').allTextContents()
  expect(new Set(names).size).toBe(10)
  const shown = await chart.locator('..').locator(table).locator('tbody td:nth-child(2)').allTextContents()
  expect(shown.map(Number).sort()).toEqual(
    Array.from({ length: 5 }, (_, run) => ['loss', 'acc'].map((m) => value(run, 19, m)))
      .flat()
      .sort(),
  )

  // Pointing names run, metric, step and the exact value.
  await chart.focus()
  await page.keyboard.press('Home')
  for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight')
  const text = await tipText(page)
  expect(text).toContain('Step 7')
  const [, run, metric] = /(\S+) · (loss|acc)/.exec(text) ?? []
  expect(run).toBeTruthy()
  const possible = Array.from({ length: 5 }, (_, r) => String(value(r, 7, metric ?? '')))
  expect(possible.some((v) => text.includes(v))).toBe(true)
})

test('the legend names lines; pointing shows one, a click keeps it in front', async () => {
  const { ann, project } = await charted((project) =>
    ['a', 'b'].flatMap((run, r) => [0, 1, 2].map((step) => ({ project, run, step, metrics: { loss: step + r } }))),
  )
  const { page, chart } = await openChart(ann, project, 'loss')
  const entries = page.getByRole('group', { name: 'Legend' }).first().getByRole('button')
  expect(await entries.count()).toBe(2)
  const name = (await entries.last().textContent()) ?? ''
  await entries.last().hover()
  await says(chart, 'data-emphasised', name)
  await entries.first().hover()
  await says(chart, 'data-emphasised', (await entries.first().textContent()) ?? '')
  await entries.last().click()
  await page.mouse.move(2, 2)
  await says(chart, 'data-emphasised', name)
  expect(await entries.last().getAttribute('aria-pressed')).toBe('true')
})

test('NaN and infinities are marked, and named when pointed at', async () => {
  const logged = [1, 2, 'NaN', 'Infinity', 3, '-Infinity', 2, 1]
  const { ann, project, api } = await charted((project) =>
    logged.map((loss, step) => ({ project, run: 'diverged', step, metrics: { loss, fine: step } })),
  )
  const { page, chart } = await openChart(ann, project, 'loss')
  await says(chart, 'data-marks', '3')
  expect(await chart.getAttribute('aria-label')).toContain('3 marks of values that aren’t finite')
  const height = (await chart.locator('.u-over').boundingBox())?.height ?? 1
  const bottom = 1 - 6 / height
  expect(await inkAt(chart, await placeOf(chart, 2), bottom)).toBeGreaterThan(100)
  expect(await inkAt(chart, await placeOf(chart, 5), bottom)).toBeGreaterThan(100)
  expect(await inkAt(chart, await placeOf(chart, 3), 6 / height)).toBeGreaterThan(100)
  expect(await inkAt(chart, await placeOf(chart, 1), bottom)).toBe(0)
  // No line leads through them.
  for (const [step, word] of [
    [2, 'NaN'],
    [3, 'Infinity'],
    [5, '−Infinity'],
  ] as const) {
    await pointAt(chart, await placeOf(chart, step), 0.9)
    await eventually(async () => expect(await tipText(page)).toMatch(new RegExp(`Step ${step}[^]*${word}`)))
  }
  const fine = await chartOf(page, 'fine')
  await says(fine, 'data-marks', '0')

  // On a log axis, what isn't above 0 has a mark as well.
  const [panel] = (await panelsOf(ann.client, api)).filter((p) => p.title === 'fine')
  await ann.client.patch(`${api}/panels/${panel?.id}`, { y_log: true })
  await says(fine, 'data-marks', '1')
  expect(Number(await fine.getAttribute('data-y-min'))).toBeGreaterThan(0)
})

test('all panels with the same axis share the crosshair, and the run that is meant', async () => {
  const { ann, project, api } = await charted((project) =>
    ['a', 'b'].flatMap((run, r) =>
      Array.from({ length: 11 }, (_, step) => ({
        project,
        run,
        step,
        metrics: { loss: step + 5 * r, acc: 10 - step * r, epoch: step / 2 },
      })),
    ),
  )
  const [epoch] = (await panelsOf(ann.client, api)).filter((p) => p.title === 'epoch')
  await ann.client.patch(`${api}/panels/${epoch?.id}`, { x_axis: 'relative' })
  const { page, chart } = await openChart(ann, project, 'loss')
  const other = await chartOf(page, 'acc')
  const relative = await chartOf(page, 'epoch')
  await pointAt(chart, 0.5, 0.05)
  await says(other, 'data-crosshair', '5')
  const name = await chart.getAttribute('data-emphasised')
  expect(name).toBeTruthy()
  await says(other, 'data-emphasised', name ?? '')
  expect(await relative.getAttribute('data-crosshair')).toBeFalsy()
  await pointAt(chart, 0.8, 0.95)
  await says(other, 'data-crosshair', '8')
  await page.mouse.move(2, 2)
  await says(other, 'data-crosshair', '')
  expect(await tip(page).count()).toBe(0)
})

test('the keyboard reaches every point and line, and zooms', async () => {
  const { ann, project } = await charted((project) =>
    ['a', 'b'].flatMap((run, r) =>
      Array.from({ length: 10 }, (_, step) => ({ project, run, step, metrics: { loss: step / 10 + r } })),
    ),
  )
  const { page, chart } = await openChart(ann, project, 'loss')
  await chart.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  expect(await tipText(page)).toContain('Step 8')
  const before = await chart.getAttribute('data-emphasised')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowDown')
  const one = await chart.getAttribute('data-emphasised')
  await page.keyboard.press('ArrowUp')
  expect(new Set([one, await chart.getAttribute('data-emphasised')]).size).toBe(2)
  expect(before).toBeTruthy()
  await page
    .locator('[aria-live=polite]', { hasText: /loss, .*: [\d.]+\. Step 8/ })
    .first()
    .waitFor({ state: 'attached' })
  await page.keyboard.press('Home')
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await says(chart, 'data-x-max', '3')
  await page.keyboard.press('Escape')
  await says(chart, 'data-x-max', '9')
})

test('a change of the theme is drawn, and a chart fills its panel', async () => {
  const { ann, project } = await charted((project) =>
    [0, 1, 2].map((step) => ({ project, run: 'a', step, metrics: { loss: step } })),
  )
  const page = await openPage(ann, `/${project}/workspace`, { scheme: 'light' })
  const chart = await chartOf(page, 'loss')
  const picture = () => chart.locator('.u-wrap > canvas').evaluate((c) => (c as HTMLCanvasElement).toDataURL())
  const light = await picture()
  await page.emulateMedia({ colorScheme: 'dark' })
  await eventually(async () => expect(await picture()).not.toBe(light))
  await page.setViewportSize({ width: 500, height: 800 })
  await eventually(async () => {
    const [outer, inner] = await Promise.all([chart.boundingBox(), chart.locator('.u-wrap').boundingBox()])
    expect(Math.abs((outer?.width ?? 0) - (inner?.width ?? 1e9))).toBeLessThan(2)
  })
})
