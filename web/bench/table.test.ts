import { afterAll, expect, test } from 'vitest'
import { admin, newPerson, openPage, withBrowser } from '../browser/rig/rig'
import { jump, longestBlank } from './blank'
import { frames, quantile, report, summary, wheel } from './measure'
import { scale, wideTable } from './seed'

withBrowser()

afterAll(() => console.log(summary()))

test('scrolling the table', async () => {
  const { project, runs } = await wideTable(admin())
  const ann = await newPerson()
  await admin().put(`/projects/${project}/privacy`, { level: 'open' })
  const columns = Array.from({ length: 50 }, (_, k) => `config.key${`${k}`.padStart(2, '0')}`)
  await ann.client.patch(`/projects/${project}/workspaces/me`, { columns: ['name', ...columns] })
  const page = await openPage(ann, `/${project}/table`, { width: 1400, height: 900 })
  await page.locator('[role=row][data-run]').first().waitFor()
  const size = `${runs} runs × 50 columns`
  for (const [how, dy, dx] of [
    ['down', 120, 0],
    ['down, fast', 1200, 0],
    ['sideways', 0, 60],
  ] as const) {
    let blank = 0
    const f = await frames(page, async () => {
      blank = await longestBlank(page, () => wheel(page, 700, 500, 5, dy, dx))
    })
    report({
      measure: `scrolling the table ${how}, ${size}`,
      unit: 'frames/s',
      p95: f.perSecond,
      must: 50,
      atLeast: true,
      note: `longest ${Math.round(f.longest)} ms`,
    })
    report({ measure: `a line without content, scrolling ${how}`, unit: 'ms', p95: blank, must: 100 })
  }
  const took: number[] = []
  for (let i = 0; i < (scale < 1 ? 3 : 30); i++) took.push(await jump(page, (i * 7919) % Math.max(1, runs - 40)))
  report({
    measure: `a jump to anywhere in the table until it’s drawn, ${size}`,
    unit: 'ms',
    median: quantile(took, 0.5),
    p95: quantile(took, 0.95),
    must: 200,
  })
  expect(took.length).toBeGreaterThan(0)
})
