import { expect, test } from 'vitest'
import { eventually, withBrowser } from './rig/rig'
import { expectNames, newProject, openWorkspace } from './rig/runs'

withBrowser()

const many = 10_000

test('10,000 runs: the list goes to its end at once, and is searched with one change and reads side by side', async () => {
  const { ann, project } = await newProject(() => [])
  for (let from = 0; from < many; from += 2000) {
    await ann.client.log(
      Array.from({ length: 2000 }, (_, at) => {
        const i = from + at + 1
        return {
          project,
          run: `r${i}`,
          name: `run ${i}`,
          step: 0,
          metrics: { loss: (i * 7919) % 10_007 },
          config: { arch: `a${i % 7}`, lr: i / many },
        }
      }),
    )
  }
  const { page, runs, row, charts } = await openWorkspace(ann, project)
  await row(`run ${many}`).waitFor()
  expect(await runs.getAttribute('aria-rowcount')).toBe(String(many))

  // To the end by the scroll bar, and back to the middle: only what is seen is asked for.
  const asked: string[] = []
  page.on('request', (r) => /workspaces\/me\/runs\?/.test(r.url()) && asked.push(r.url()))
  const scroll = (to: number) =>
    runs.evaluate((grid, part) => grid.parentElement?.scrollTo({ top: grid.scrollHeight * part }), to)
  await scroll(1)
  await row('run 1').waitFor()
  await scroll(0.5)
  await row('run 5000').waitFor()
  expect(asked.length).toBeLessThan(12)
  await row('run 5000').focus()
  await page.keyboard.press('End')
  await eventually(async () => expect(await runs.locator(':focus').getAttribute('aria-label')).toBe('run 1'))
  expect(await runs.getByRole('row').count()).toBeLessThan(70)

  // The search: one change, then list and panels are read, none after the other.
  const order: string[] = []
  page.on('request', (r) => {
    const path = new URL(r.url()).pathname
    if (r.method() === 'PATCH') order.push('change')
    else if (/\/me\/runs$/.test(path)) order.push('list')
    else if (/\/data$/.test(path)) order.push('panel')
  })
  const box = page.getByRole('searchbox', { name: 'Search runs' })
  for (const i of [1234, 7777, 4321]) {
    await box.fill(`run ${i}`)
    await Promise.all([expectNames(runs, [`run ${i}`]), charts.show([`r${i}`])])
  }
  expect(order.filter((o) => o === 'change').length).toBe(3)
  expect(order.slice(0, 3).sort()).toEqual(['change', 'list', 'panel'])
}, 120_000)
