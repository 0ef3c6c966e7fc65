import { expect, test } from 'vitest'
import { addPanel, charted, heightOf, inkAt, openChart, panelsOf, placeOf, says, tipText } from './rig/chart'
import { eventually, withBrowser } from './rig/rig'

withBrowser()

const runs = 6
const steps = 12
const arch = (run: number) => (run % 2 ? 'mlp' : 'cnn')
const value = (run: number, step: number) => Math.sin(run * 7.3 + step) * (run + 1) + step / 3

/** The values of a group's runs at a step. */
const of = (name: string, step: number) =>
  Array.from({ length: runs }, (_, r) => r)
    .filter((r) => arch(r) === name)
    .map((r) => value(r, step))

const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length
const deviation = (v: number[]) => Math.sqrt(v.reduce((a, b) => a + (b - mean(v)) ** 2, 0) / (v.length - 1))

async function grouped() {
  const rig = await charted((project) =>
    Array.from({ length: runs }, (_, run) =>
      Array.from({ length: steps }, (_, step) => ({
        project,
        run: `r${run}`,
        step,
        ...(step === 0 && { config: { arch: arch(run) } }),
        metrics: { loss: value(run, step) },
      })),
    ).flat(),
  )
  await rig.ann.client.patch(rig.api, { grouping: ['config.arch'] })
  return rig
}

test('TestReq_WS_14 a group is one line along the mean of all its runs', async () => {
  const { ann, project } = await grouped()
  const { page, chart } = await openChart(ann, project, 'loss')
  await says(chart, 'data-lines', '2')
  await chart.focus()
  await page.keyboard.press('Home')
  const seen = new Set<string>()
  for (const way of ['ArrowUp', 'ArrowDown']) {
    await page.keyboard.press('Home')
    await page.keyboard.press(way)
    for (let step = 0; step < steps; step++) {
      const lines = (await tipText(page)).split('\n')
      expect(lines[0]).toBe(`Step ${step}`)
      const name = /arch: (\w+)/.exec(lines.join(' '))?.[1] ?? ''
      seen.add(name)
      const shown = lines.map(Number).find((n) => Number.isFinite(n))
      expect(shown).toBeCloseTo(mean(of(name, step)), 12)
      expect(lines.join(' ')).toContain('mean of 3 runs')
      await page.keyboard.press('ArrowRight')
    }
  }
  expect([...seen].sort()).toEqual(['cnn', 'mlp'])
  // The line is drawn there.
  const y = await heightOf(chart, mean(of('cnn', 5)))
  expect(await inkAt(chart, await placeOf(chart, 5), y)).toBeGreaterThan(100)
})

test('TestReq_WS_15 a band shows the spread of a group, and which one is a choice', async () => {
  const { ann, project, api } = await grouped()
  const { page, chart } = await openChart(ann, project, 'loss')
  await says(chart, 'data-lines', '2')
  // Where the other group's band doesn't reach: just inside, and just outside of the deviation.
  const places: { step: number; in: number; out: number }[] = []
  for (let step = 0; step < steps; step++) {
    const [a, b] = [of('cnn', step), of('mlp', step)]
    const top = (v: number[]) => mean(v) + deviation(v)
    const [high, low] = top(a) > top(b) ? [a, b] : [b, a]
    if (top(high) - top(low) > 2) places.push({ step, in: top(high) - 0.5, out: top(high) + 0.5 })
  }
  expect(places.length).toBeGreaterThan(2)
  const ink = async (within: 'in' | 'out') =>
    Promise.all(places.map(async (p) => inkAt(chart, await placeOf(chart, p.step), await heightOf(chart, p[within]))))
  await eventually(async () => {
    for (const alpha of await ink('in')) expect(alpha).toBeGreaterThan(20)
    for (const alpha of await ink('out')) expect(alpha).toBe(0)
  })
  const [panel] = await panelsOf(ann.client, api)
  await ann.client.patch(`${api}/panels/${panel?.id}`, { band: 'none' })
  await eventually(async () => {
    for (const alpha of await ink('in')) expect(alpha).toBe(0)
  })
  expect(await chart.getAttribute('data-band')).toBeNull()
  await ann.client.patch(`${api}/panels/${panel?.id}`, { band: 'minmax' })
  await eventually(async () => {
    const all = Array.from({ length: steps }, (_, s) => [...of('cnn', s), ...of('mlp', s)]).flat()
    expect(Number(await chart.getAttribute('data-y-max'))).toBeGreaterThanOrEqual(Math.max(...all))
    expect(Number(await chart.getAttribute('data-y-min'))).toBeLessThanOrEqual(Math.min(...all))
  })
  await chart.focus()
  await page.keyboard.press('Home')
  expect(await tipText(page)).toContain('standard deviation')
})

test('a smoothed line is over what it smooths, and both are named', async () => {
  const { ann, project, api } = await charted((project) =>
    Array.from({ length: 20 }, (_, step) => ({ project, run: 'a', step, metrics: { loss: step % 2 } })),
  )
  await addPanel(ann, api, {
    kind: 'line',
    metrics: ['loss'],
    title: 'Smooth',
    smoothing: { kind: 'ema', weight: 0.9 },
  })
  const { page, chart } = await openChart(ann, project, 'Smooth')
  await chart.focus()
  await page.keyboard.press('End')
  const text = await tipText(page)
  expect(text).toMatch(/\n1\n/)
  expect(text).toMatch(/smoothed 0\.\d{5,}/)
  // The raw zigzag reaches the top, faintly.
  const alpha = await inkAt(chart, await placeOf(chart, 19), await heightOf(chart, 0.97))
  expect(alpha).toBeGreaterThan(5)
  expect(alpha).toBeLessThan(160)
})
