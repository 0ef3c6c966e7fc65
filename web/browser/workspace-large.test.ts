import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, openPage, withBrowser } from './rig/rig'
import { openWorkspace, panel, panelTitles, projectWith, section, stored, storedSection } from './rig/workspace'

withBrowser()

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe is put into the page as a script
    const found = await (window as any).axe.run(document, { resultTypes: ['violations'] })
    return found.violations
      .filter((v: { impact: string }) => v.impact === 'serious' || v.impact === 'critical')
      .flatMap((v: { id: string; nodes: { html: string }[] }) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)}`))
  })
}

test('TestReq_SC_12 the plus of a section adds a panel to it', async () => {
  const { ann, path, api } = await projectWith({ train: 2 })
  const page = await openWorkspace(ann, path)
  await page.getByRole('button', { name: 'Add section', exact: true }).click()
  await section(page, 'New section').getByRole('button', { name: 'Add a panel to New section' }).click()
  const form = page.getByRole('form', { name: 'Panel' })
  await form.getByRole('combobox', { name: 'Metrics' }).fill('m01')
  await form.getByRole('option', { name: /^train\/m01/ }).click()
  await form.getByRole('button', { name: 'Add panel' }).click()
  await section(page, 'New section').locator('[data-panel]').waitFor()
  const { panels } = await storedSection(ann, api, 'New section')
  expect(panels?.map((p) => [p.title, p.kind])).toEqual([['train/m01', 'line']])
  await panel(page, 'train/m01').locator('[data-shown=data]').waitFor()
})

test('TestReq_PN_1 charts are added to the workspace, and drawn at once', async () => {
  const { ann, path } = await projectWith({ train: 2 })
  const page = await openWorkspace(ann, path)
  await section(page, 'train').getByRole('button', { name: 'Add a panel to train' }).click()
  const form = page.getByRole('form', { name: 'Panel' })
  for (const metric of ['train/m00', 'train/m01']) {
    await form.getByRole('combobox', { name: 'Metrics' }).fill(metric)
    await form.getByRole('option', { name: new RegExp(`^${metric}`) }).click()
  }
  await form.getByRole('button', { name: 'Add panel' }).click()
  await panel(page, 'train/m00, train/m01').locator('[data-shown=data]').waitFor()
  await eventually(async () => expect(await panelTitles(page, 'train')).toEqual(['train/m00, train/m01']))
})

test('200 sections and 1,000 panels: what is far away isn’t there, and scrolling reaches everything', async () => {
  const { ann, path, api } = await projectWith(
    Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`s${String(i).padStart(3, '0')}`, 5])),
    1,
  )
  expect((await stored(ann, api)).panel_count).toBe(1000)
  const page = await openWorkspace(ann, path)
  await panel(page, 's000/m00').locator('[data-shown=data]').waitFor()
  expect(await page.locator('[data-section]').count()).toBe(200)
  expect(await page.locator('[data-panel]').count()).toBeLessThan(60)
  const height = () => page.locator('[data-scrolls]').evaluate((e) => e.scrollHeight)
  const before = await height()
  await section(page, 's199').scrollIntoViewIfNeeded()
  await panel(page, 's199/m04').locator('[data-shown=data]').waitFor()
  expect(await height()).toBe(before) // room was kept for what wasn't there
  expect(await page.locator('[data-panel]').count()).toBeLessThan(60)
})

test('axe finds nothing serious in a workspace, its menus, and the lesson for an empty one', async () => {
  const { ann, path } = await projectWith({ train: 8, val: 2 })
  for (const scheme of ['light', 'dark'] as const) {
    const page = await openWorkspace(ann, path, { scheme })
    await panel(page, 'train/m00').locator('[data-shown=data]').waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Menu of section train' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await panel(page, 'train/m00').hover()
    await page.getByRole('button', { name: 'Move train/m00' }).click()
    await page.getByRole('option', { name: 'val' }).waitFor()
    expect(await faults(page)).toEqual([])
  }
  await ann.client.post('/projects', { entity: ann.name, name: 'empty' })
  const empty = await openPage(ann, `/${ann.name}/empty/workspace`)
  await empty.getByRole('heading', { name: 'Log the first run' }).waitFor()
  expect(await faults(empty)).toEqual([])
})
