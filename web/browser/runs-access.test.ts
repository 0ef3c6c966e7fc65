import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { withBrowser } from './rig/rig'
import { manyRuns, newProject, openWorkspace } from './rig/runs'

withBrowser()

/** What axe finds serious or worse: rule and element. The name in the frame is the frame's. */
async function seriousIn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: found } = window as unknown as { axe: typeof axe }
    const { violations } = await found.run(
      { exclude: [['a[aria-label="All projects"]']] },
      { resultTypes: ['violations'] },
    )
    return violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary?.slice(0, 200)}`))
  })
}

test.each(['light', 'dark'] as const)(
  'axe finds nothing serious in the list, its menus and the filter, in %s',
  async (scheme) => {
    const { ann, project } = await newProject(
      manyRuns(9, (i) => ({
        config: { arch: i % 2 ? 'vit' : 'mlp' },
        ...(i > 2 ? { finish: { exit_code: i === 9 ? 1 : 0 } } : {}),
      })),
    )
    await ann.client.patch(`/projects/${project}/workspaces/me`, {
      sort: ['summary.loss:asc'],
      grouping: ['config.arch'],
      filter: 'summary.loss > 1 and (state = "failed" or config.arch = "vit")',
      visibility: { r3: false },
    })
    const { page, row } = await openWorkspace(ann, project, { scheme })
    await row('arch: vit').focus()
    await page.keyboard.press('ArrowRight')
    await row('run 3').waitFor()
    const faults: string[] = []
    const look = async (what: string) => faults.push(...(await seriousIn(page)).map((f) => `${what}: ${f}`))
    await look('list')
    await row('run 5').hover()
    await row('run 5').getByRole('button', { name: 'Actions for run 5' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).waitFor()
    await look('menu')
    await page.getByRole('menuitem', { name: 'Colour' }).click()
    await page.getByRole('radio', { name: 'Preset 3' }).waitFor()
    await look('colour')
    await page.keyboard.press('Escape')
    for (const name of ['Group', 'Sort']) {
      await page.getByRole('button', { name: new RegExp(`^${name}: `) }).click()
      await page.getByRole('combobox', { name: 'Then by' }).waitFor()
      await look(name)
      await page.keyboard.press('Escape')
      await page.getByRole('combobox', { name: 'Then by' }).waitFor({ state: 'detached' })
    }
    await page.getByRole('button', { name: /^Filter: / }).click()
    const dialog = page.getByRole('dialog', { name: 'Filter runs' })
    await dialog.getByText(/runs match/).waitFor()
    await look('conditions')
    await dialog.getByRole('button', { name: 'Edit as text' }).click()
    await dialog.getByLabel('Filter as text').fill('config.lr >')
    await dialog.getByText(/column 12/).waitFor()
    await look('text')
    expect(faults).toEqual([])
  },
)
