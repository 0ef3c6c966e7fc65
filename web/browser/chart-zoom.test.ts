import { expect, test } from 'vitest'
import { charted, chartOf, drag, openChart, placeOf, pointAt, says, tipText } from './rig/chart'
import { eventually, withBrowser } from './rig/rig'

withBrowser()

const points = 100_000
const spike = 61_803

test('a spike of one point in 100,000 is seen, and zooming asks the server until it’s found', async () => {
  const { ann, project } = await charted((project) =>
    Array.from({ length: points }, (_, step) => ({
      project,
      run: 'long',
      step,
      metrics: { loss: step === spike ? 77.25 : Math.sin(step / 5000) },
    })),
  )
  const { page, chart } = await openChart(ann, project, 'loss')
  expect(Number(await chart.getAttribute('data-y-max'))).toBeGreaterThan(77) // its bucket's largest
  const asked: URL[] = []
  page.on('request', (r) => {
    if (r.url().includes('x_min=')) asked.push(new URL(r.url()))
  })
  for (let depth = 0; depth < 3; depth++) {
    const at = await placeOf(chart, spike)
    await drag(chart, Math.max(0.01, at - 0.04), Math.min(0.99, at + 0.04))
    await eventually(async () => expect(asked.length).toBe(depth + 1))
    await page.locator('[role=status][aria-label="Loading the range"]').waitFor({ state: 'detached' })
  }
  const [min, max] = ['x_min', 'x_max'].map((n) => Number(asked[2]?.searchParams.get(n)))
  await says(chart, 'data-x-min', String(min))
  await says(chart, 'data-x-max', String(max))
  expect((max ?? 0) - (min ?? 0)).toBeLessThan(200) // so that a bucket is a step
  await pointAt(chart, await placeOf(chart, spike), 0.06)
  await eventually(async () => {
    const text = await tipText(page)
    expect(text).toContain(`Step ${spike}`)
    expect(text).toContain('77.25')
  })

  // Nothing of it is stored, and all is shown again.
  await chart.dblclick({ position: { x: 100, y: 60 } })
  await says(chart, 'data-x-max', /^99\d\d\d/)
  await drag(chart, 0.2, 0.4)
  await says(chart, 'data-x-max', /^(3|4)\d{4}$/)
  await page.getByRole('button', { name: 'Reset zoom' }).click()
  await says(chart, 'data-x-max', /^99\d\d\d/)
  await drag(chart, 0.2, 0.4)
  await says(chart, 'data-x-max', /^(3|4)\d{4}$/)
  await page.keyboard.press('Escape')
  await says(chart, 'data-x-max', /^99\d\d\d/)
})

test('a zoomed chart follows what is logged, and hidden runs stay hidden', async () => {
  const line = (project: string, run: string, step: number, loss: number) => ({ project, run, step, metrics: { loss } })
  const { ann, project, api } = await charted((project) =>
    ['a', 'hidden'].flatMap((run) => Array.from({ length: 50 }, (_, step) => line(project, run, step, step))),
  )
  await ann.client.patch(api, { visibility: { hidden: false } })
  const { page, chart } = await openChart(ann, project, 'loss')
  await says(chart, 'data-lines', '1')
  await drag(chart, 0.5, 0.98)
  await says(chart, 'data-x-max', /^4[5-8]$/)
  const end = (await chart.getAttribute('data-x-max')) ?? ''
  await says(chart, 'data-lines', '1')
  await pointAt(chart, 0.5, 0.5)
  const before = await tipText(page)
  await ann.client.log([line(project, 'a', 30, 1000)])
  await eventually(async () => expect(Number(await chart.getAttribute('data-y-max'))).toBeGreaterThan(999))
  await says(chart, 'data-x-max', end)
  await eventually(async () => expect((await tipText(page)).split('\n')[0]).toBe(before.split('\n')[0]))
})

test('charts over time and over another metric', async () => {
  const { ann, project, api } = await charted((project) =>
    Array.from({ length: 20 }, (_, step) => ({
      project,
      run: 'a',
      step,
      time: new Date(Date.UTC(2026, 0, 1, 12, 0, step * 30)).toISOString(),
      metrics: { loss: step, epoch: step / 4 },
    })),
  )
  await ann.client.patch(api, { x_axis: { metric: 'epoch' } })
  const { page, chart } = await openChart(ann, project, 'loss')
  await says(chart, 'data-axis', 'metric')
  await pointAt(chart, await placeOf(chart, 2), 0.5)
  expect(await tipText(page)).toMatch(/^epoch (2|1\.99)/)
  await ann.client.patch(api, { x_axis: 'wall' })
  await says(await chartOf(page, 'loss'), 'data-axis', 'wall')
  await pointAt(chart, 0, 0.95)
  expect(await tipText(page)).toContain('UTC')
  await ann.client.patch(api, { x_axis: 'relative' })
  await says(chart, 'data-axis', 'relative')
})
