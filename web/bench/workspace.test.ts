import { afterAll, expect, test } from 'vitest'
import { admin, newPerson, openPage, type Person, withBrowser } from '../browser/rig/rig'
import { frames, heap, quantile, report, slope, summary, wheel } from './measure'
import { manyRuns, scale } from './seed'
import { jumpedTo, settled, visiblePanels } from './watch'

withBrowser()

const big = { width: 1900, height: 2500 } // shows 20 panels and more
const times = (n: number) => (scale < 1 ? 2 : n)

let seeded: Promise<{ project: string; runs: number; ann: Person }> | undefined
const seed = () => {
  seeded ??= (async () => {
    const ann = await newPerson()
    const made = await manyRuns(admin())
    await admin().put(`/projects/${made.project}/privacy`, { level: 'open' })
    return { ...made, ann }
  })()
  return seeded
}

afterAll(() => console.log(summary()))

test('first load, and what it takes', async () => {
  const { project, ann } = await seed()
  const took: number[] = []
  let scripts = 0
  let asked = 0
  for (let i = 0; i < times(15) + 1; i++) {
    const page = await openPage(ann, 'about:blank', big)
    scripts = 0
    asked = 0
    page.on('response', async (r) => {
      if (r.request().resourceType() === 'script') scripts += Number(r.headers()['content-length'] ?? 0)
      if (/\/panels\/[^/]+\/data/.test(r.url())) asked++
    })
    const begin = performance.now()
    await page.goto(`/${project}/workspace`, { waitUntil: 'commit' })
    await settled(page, 20)
    if (i > 0) took.push(performance.now() - begin) // the first fills the server's memories
    if (i === times(15)) {
      const seen = await visiblePanels(page)
      report({
        measure: 'panels that asked beyond those in view',
        unit: 'panels',
        p95: asked - seen,
        must: 6,
        note: `${seen} in view`,
      })
    }
    await page.context().close()
  }
  report({
    measure: 'first load to a usable workspace, 20 panels',
    unit: 'ms',
    median: quantile(took, 0.5),
    p95: quantile(took, 0.95),
    must: 1500,
  })
  report({ measure: 'JavaScript of the first view, gzipped', unit: 'KB', p95: scripts / 1000, must: 250 })
})

test('scrolling the workspace', async () => {
  const { project, ann } = await seed()
  const page = await openPage(ann, `/${project}/workspace`, { width: 1400, height: 900 })
  await settled(page, 4)
  const f = await frames(page, () => wheel(page, 900, 500, 5, 120))
  report({
    measure: 'scrolling over panels',
    unit: 'frames/s',
    p95: f.perSecond,
    must: 50,
    atLeast: true,
    note: `longest ${Math.round(f.longest)} ms`,
  })
})

test('typing in the run search', async () => {
  const { project, ann, runs } = await seed()
  const page = await openPage(ann, `/${project}/workspace`, { width: 1400, height: 900 })
  await settled(page, 4)
  const box = page.getByRole('searchbox', { name: 'Search runs' })
  const took: number[] = []
  for (let i = 0; i < times(8); i++) {
    for (const word of ['pine', 'ridge', 'oak']) {
      await box.fill('')
      await jumpedTo(page, '')
      for (let n = 1; n <= word.length; n++) {
        const typed = word.slice(0, n)
        const begin = performance.now()
        await box.press(typed.at(-1) ?? '')
        await jumpedTo(page, typed)
        took.push(performance.now() - begin)
      }
    }
  }
  report({
    measure: `typing until list and charts agree, ${runs} runs`,
    unit: 'ms',
    median: quantile(took, 0.5),
    p95: quantile(took, 0.95),
    must: 300,
  })
  await box.fill('')
  await jumpedTo(page, '')
})

test('switching a grouping', async () => {
  const { project, ann, runs } = await seed()
  const page = await openPage(ann, `/${project}/workspace`, { width: 1400, height: 900 })
  await settled(page, 4)
  const took: number[] = []
  await page.getByRole('button', { name: 'Group' }).click()
  const menu = page.getByRole('dialog', { name: 'Group runs' })
  for (let i = 0; i < times(8) + 1; i++) {
    for (const key of ['arch', 'lr']) {
      await menu.getByRole('combobox').click()
      const option = page.getByRole('option', { name: key, exact: true })
      await option.waitFor()
      const begin = performance.now()
      await option.click()
      await jumpedTo(page, '', [`config.${key}`])
      if (i > 0) took.push(performance.now() - begin) // the first fills the server's memories
      await menu.getByRole('button', { name: /Don’t group by/ }).click()
      await jumpedTo(page, '', [])
    }
  }
  report({
    measure: `switching a grouping, ${runs} runs × 1,000 steps`,
    unit: 'ms',
    median: quantile(took, 0.5),
    p95: quantile(took, 0.95),
    must: 1000,
  })
})

test('memory while runs go on', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/going-on`
  const metrics = (step: number) =>
    Object.fromEntries(Array.from({ length: 12 }, (_, m) => [`m${m}`, Math.sin(step / (m + 1))]))
  const log = (from: number, n: number) =>
    ann.client.log(
      Array.from({ length: n * 4 }, (_, i) => ({
        project,
        run: `r${i % 4}`,
        step: from + Math.floor(i / 4),
        metrics: metrics(from + i),
      })),
    )
  await log(0, 50)
  const page = await openPage(ann, `/${project}/workspace`, { width: 1400, height: 900 })
  await settled(page, 6)
  // An hour of a step a second and a look a second, in minutes: each round is told, asked for and drawn.
  const rounds = scale < 1 ? 10 : 240
  const sizes: [number, number][] = []
  for (let round = 0; round < rounds; round++) {
    const drawn = page.waitForResponse((r) => /\/panels\/[^/]+\/data/.test(r.url()))
    await log(50 + round * 15, 15)
    await drawn
    if (round >= rounds / 4 && round % 10 === 0) sizes.push([round, (await heap(page)) / 1e6])
  }
  const grown = scale < 1 ? 0 : slope(sizes) * rounds
  const mean = sizes.reduce((s, [, v]) => s + v, 0) / Math.max(1, sizes.length)
  report({
    measure: 'growth of the page’s memory over an hour of live updates',
    unit: '% of it',
    p95: (100 * grown) / mean,
    must: 5,
    note: `${mean.toFixed(1)} MB; ${rounds} rounds`,
  })
  expect(sizes.length).toBeGreaterThan(0)
})
