import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, type Person, withBrowser } from './rig/rig'
import { column, counts, heading, lines } from './rig/table'

withBrowser()

const many = 20_000

async function manyRuns(ann: Person) {
  const project = `${ann.name}/many`
  for (let from = 0; from < many; from += 5000) {
    await ann.client.log(
      Array.from({ length: 5000 }, (_, i) => {
        const n = from + i
        return {
          project,
          run: `run-${n}`,
          name: `run-${n}`,
          config: { n, lr: 1 / (1 + (n % 7)) },
          summary: { loss: (n * 7919) % many },
        }
      }),
    )
  }
  return project
}

/** The names of the lines that one sees; fails while one of them is on its way. */
async function seen(page: Page): Promise<string[]> {
  return page.getByRole('grid', { name: 'Runs' }).evaluate((grid) => {
    const box = grid.getBoundingClientRect()
    const cells = [...grid.querySelectorAll('[role=row] [data-field=name][role=gridcell]')]
      .map((c) => ({ c, at: c.getBoundingClientRect() }))
      .filter(({ at }) => at.bottom <= box.bottom && at.top >= box.top + 36)
      .sort((a, b) => a.at.top - b.at.top)
    if (cells.some(({ c }) => c.closest('[role=row][aria-busy]'))) throw new Error('lines are on their way')
    if (cells.length < 15) throw new Error(`${cells.length} lines`)
    return cells.map(({ c }) => c.textContent ?? '')
  })
}

test('20,000 runs are scrolled to the end, sorted, and chosen; few of them are drawn', async () => {
  const ann = await newPerson()
  const project = await manyRuns(ann)
  const asked: string[] = []
  const page = await openPage(ann, `/${project}/table`)
  page.on('request', (r) => {
    if (r.url().includes('/workspaces/me/runs?')) asked.push(r.url())
  })
  await eventually(async () => expect(await counts(page)).toEqual([many, many]))
  await eventually(async () => expect((await seen(page))[0]).toBe('run-19999'))
  const grid = page.getByRole('grid', { name: 'Runs' })
  expect(await grid.getAttribute('aria-rowcount')).toBe(String(many + 1))

  await grid.focus()
  await page.keyboard.press('Control+End')
  await eventually(async () => expect((await seen(page)).at(-1)).toBe('run-0'))
  expect(asked.length).toBeLessThan(12) // not all pages between
  expect((await lines(page)).length).toBeLessThan(80)

  // A jump into the middle shows what stands there.
  await grid.evaluate((g) => {
    g.scrollTop = 32 * 10_000
  })
  await eventually(async () => expect((await seen(page))[0]).toBe('run-9999'))

  await page.keyboard.press('Control+Home')
  await heading(page, 'summary.loss').click()
  await eventually(async () => expect((await column(page, 'summary.loss')).slice(0, 3)).toEqual(['0', '1', '2']))
  await grid.focus()
  await page.keyboard.press('Control+End')
  await eventually(async () => expect((await column(page, 'summary.loss')).at(-1)).toBe('19999'))

  await page.keyboard.press('Control+a')
  await page.getByText('20,000 chosen').waitFor()
  await page.reload()
  await page.getByText('20,000 chosen').waitFor()
  await eventually(async () => expect((await column(page, 'summary.loss')).slice(0, 3)).toEqual(['0', '1', '2']))
})

test('what trainers log while one looks at it is shown, and nothing jumps', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/live`
  const runs = Array.from({ length: 300 }, (_, i) => ({
    project,
    run: `run-${i}`,
    name: `run-${i}`,
    summary: { loss: 1 },
  }))
  await ann.client.log(runs)
  await ann.client.patch(`/projects/${project}/workspaces/me`, { sort: ['number:asc'] })
  const page = await openPage(ann, `/${project}/table`)
  const grid = page.getByRole('grid', { name: 'Runs' })
  await eventually(async () => expect((await seen(page))[0]).toBe('run-0'))
  await grid.evaluate((g) => {
    g.scrollTop = 32 * 150
  })
  await eventually(async () => expect((await seen(page))[0]).toBe('run-150'))
  await ann.client.log([
    { project, run: 'run-151', summary: { loss: 0.25 } },
    { project, run: 'later', name: 'later', summary: { loss: 2 } },
  ])
  await eventually(async () => expect(await counts(page)).toEqual([301, 301]))
  await eventually(async () => {
    const line = (await lines(page)).find((l) => l.name === 'run-151')
    expect(line?.['summary.loss']).toBe('0.25')
  })
  expect((await seen(page))[0]).toBe('run-150')
  expect(await grid.evaluate((g) => g.scrollTop)).toBe(32 * 150)
})
