import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, type Person } from './rig'

/** What a line of the table shows, by field. */
export type Seen = Record<string, string>

/** The table; with groups it's a tree. */
export const grid = (page: Page) => page.locator('[aria-label=Runs][aria-rowcount]')

/** What the lines that are drawn show, from top to bottom; groups have the key "group". */
export async function lines(page: Page): Promise<Seen[]> {
  return grid(page).evaluate((all) => {
    const byLine = new Map<number, Record<string, string>>()
    for (const row of all.querySelectorAll('[role=row][data-run], [role=row][data-group]')) {
      const line = Number(row.getAttribute('aria-rowindex'))
      const seen = byLine.get(line) ?? {}
      const group = row.getAttribute('data-group')
      if (group) seen.group = group
      for (const c of row.querySelectorAll('[role=gridcell][data-field]'))
        seen[c.getAttribute('data-field') ?? ''] = c.textContent ?? ''
      byLine.set(line, seen)
    }
    return [...byLine].sort((a, b) => a[0] - b[0]).map(([, seen]) => seen)
  })
}

export const column = async (page: Page, field: string) => (await lines(page)).map((l) => l[field])

export const heading = (page: Page, field: string) => page.locator(`[role=columnheader][data-field='${field}']`)

/** The headings' fields from left to right. */
export const headings = (page: Page) =>
  page
    .locator('[role=columnheader][data-field]')
    .evaluateAll((all) =>
      all
        .sort((a, b) => Number(a.getAttribute('aria-colindex')) - Number(b.getAttribute('aria-colindex')))
        .map((h) => h.getAttribute('data-field')),
    )

export const tick = (page: Page, run: string) => page.getByRole('checkbox', { name: `Choose ${run}`, exact: true })

/** How many runs the table says there are. */
export const counts = async (page: Page) => {
  const at = page.locator('[data-matched]')
  return [Number(await at.getAttribute('data-matched')), Number(await at.getAttribute('data-total'))]
}

export const hasLines = (page: Page, n: number) => eventually(async () => expect(await lines(page)).toHaveLength(n))

/** A project with twelve runs: three rates, two architectures, two seeds. */
export async function twelve(ann: Person, name = 'digits') {
  const project = `${ann.name}/${name}`
  const runs = []
  for (const lr of [0.1, 0.01, 0.001])
    for (const arch of ['cnn', 'mlp'])
      for (const seed of [0, 1])
        runs.push({
          project,
          run: `${arch}-${lr}-${seed}`,
          name: `${arch}-${lr}-${seed}`,
          config: { lr, arch, seed, optimizer: { name: 'adam', betas: [0.9, 0.999] } },
          summary: { loss: lr === 0.1 && seed === 1 ? 'NaN' : lr * 3 + seed / 10, accuracy: 0.123456789 },
          ...(seed === 0 || arch === 'cnn' ? { finish: 0 } : { finish: 1 }),
          tags: arch === 'cnn' ? ['image', 'baseline'] : [],
        })
  await ann.client.log(runs)
  return project
}

export type Stored = {
  fields: { columns?: unknown[]; sort?: string[]; grouping?: string[]; filter?: string; aggregates?: unknown }
  run_set: { id: string }
  visibility: Record<string, boolean>
}
