import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, type Person, withBrowser } from './rig/rig'

withBrowser()

type Seen = Record<string, string>

/** What the lines that are drawn show, by field. */
async function lines(page: Page): Promise<Seen[]> {
  return page.getByRole('grid').evaluate((grid) => {
    const byLine = new Map<number, Record<string, string>>()
    for (const row of grid.querySelectorAll('[role=row][data-run]')) {
      const line = Number(row.getAttribute('aria-rowindex'))
      const seen = byLine.get(line) ?? {}
      for (const c of row.querySelectorAll('[role=gridcell][data-field]'))
        seen[c.getAttribute('data-field') ?? ''] = c.textContent ?? ''
      byLine.set(line, seen)
    }
    return [...byLine].sort((a, b) => a[0] - b[0]).map(([, seen]) => seen)
  })
}

const column = async (page: Page, field: string) => (await lines(page)).map((l) => l[field])
const heading = (page: Page, field: string) => page.locator(`[role=columnheader][data-field='${field}']`)

/** A project with twelve runs: three rates, two architectures, two seeds. */
async function digits(ann: Person) {
  const project = `${ann.name}/digits`
  const runs = []
  for (const lr of [0.1, 0.01, 0.001])
    for (const arch of ['cnn', 'mlp'])
      for (const seed of [0, 1])
        runs.push({
          project,
          run: `${arch}-${lr}-${seed}`,
          config: { lr, arch, seed, optimizer: { name: 'adam', betas: [0.9, 0.999] } },
          summary: { loss: lr === 0.1 && seed === 1 ? 'NaN' : lr * 3 + seed / 10, accuracy: 0.9 },
          finish: seed === 1 && arch === 'mlp' ? 1 : 0,
          tags: arch === 'cnn' ? ['image', 'baseline'] : [],
        })
  await ann.client.log(runs)
  return project
}

test('TestReq_TB_1 columns of config, summary and the run: chosen, pinned, hidden, moved; a reload keeps them', async () => {
  const ann = await newPerson()
  const project = await digits(ann)
  const page = await openPage(ann, `/${project}/table`)
  await heading(page, 'config.lr').waitFor()
  await eventually(async () => expect(await lines(page)).toHaveLength(12))
  const [first] = await lines(page)
  expect(first).toMatchObject({ 'config.lr': '0.001', 'config.arch': 'mlp', state: 'Failed', 'summary.loss': '0.103' })
})

test('TestReq_TB_4 a click on headings sorts, by several with shift; the workspace has the order', async () => {
  const ann = await newPerson()
  const project = await digits(ann)
  const page = await openPage(ann, `/${project}/table`)
  await heading(page, 'summary.loss').click()
  await eventually(async () => {
    const losses = await column(page, 'summary.loss')
    expect(losses.slice(0, 3)).toEqual(['0.003', '0.003', '0.03'])
    expect(losses.slice(-2)).toEqual(['NaN', 'NaN'])
  })
  await heading(page, 'config.arch').click({ modifiers: ['Shift'] })
  await eventually(async () => {
    const w = await ann.client.get<{ fields: { sort: string[] } }>(`/projects/${project}/workspaces/me`)
    expect(w.fields.sort).toEqual(['summary.loss:asc', 'config.arch:asc'])
  })
  await eventually(async () =>
    expect((await column(page, 'config.arch')).slice(0, 4)).toEqual(['cnn', 'mlp', 'cnn', 'mlp']),
  )
  expect(await heading(page, 'summary.loss').getAttribute('aria-sort')).toBe('ascending')
  await page.reload()
  await eventually(async () =>
    expect((await column(page, 'config.arch')).slice(0, 4)).toEqual(['cnn', 'mlp', 'cnn', 'mlp']),
  )
})
