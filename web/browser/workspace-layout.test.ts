import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, withBrowser } from './rig/rig'
import {
  box,
  dragBy,
  openWorkspace,
  panel,
  panelTitles,
  projectWith,
  section,
  sectionMenu,
  storedSection,
} from './rig/workspace'

withBrowser()

const sizes = (page: Page, title: string) =>
  section(page, title)
    .locator('[data-panel]')
    .evaluateAll((all) =>
      all.map((p) => {
        const { width, height } = p.getBoundingClientRect()
        return `${Math.round(width)}×${Math.round(height)}`
      }),
    )

test('TestReq_SC_5 a section gets the custom layout', async () => {
  const { ann, path, api } = await projectWith({ train: 8 })
  const page = await openWorkspace(ann, path)
  await sectionMenu(page, 'train', 'Custom layout')
  await eventually(async () => expect((await storedSection(ann, api, 'train')).layout).toBe('custom'))
  await page.locator('.react-grid-item').first().waitFor()
  await page.reload()
  await page.locator('.react-grid-item').first().waitFor()
})

test('TestReq_SC_6 a section goes back to the standard layout', async () => {
  const { ann, path, api } = await projectWith({ train: 8 })
  const { id } = await storedSection(ann, api, 'train')
  await ann.client.patch(`${api}/sections/${id}`, { layout: 'custom' })
  const page = await openWorkspace(ann, path)
  await page.locator('.react-grid-item').first().waitFor()
  await sectionMenu(page, 'train', 'Standard layout')
  await section(page, 'train').locator('[data-layout=standard]').waitFor()
  await eventually(async () => expect(await panelTitles(page, 'train')).toHaveLength(6))
  expect((await storedSection(ann, api, 'train')).layout).toBe('standard')
})

test('TestReq_PN_7 in the standard layout all panels have the same size', async () => {
  const { ann, path, api } = await projectWith({ train: 5 })
  const { id, panels } = await storedSection(ann, api, 'train')
  await ann.client.patch(`${api}/sections/${id}`, { panel_size: { w: 400, h: 180 } })
  await ann.client.patch(`${api}/panels/${panels?.[0]?.id}`, { x: 0, y: 0, w: 20, h: 40 })
  const page = await openWorkspace(ann, path)
  await panel(page, 'train/m04').waitFor()
  const all = await sizes(page, 'train')
  expect(all).toHaveLength(5)
  expect(new Set(all).size).toBe(1)
  expect(all[0]).toMatch(/×180$/)
})

test('TestReq_PN_8 the standard layout has pages, and only the one that is seen asks for data', async () => {
  const { ann, path } = await projectWith({ train: 40 }, 1)
  const asked = new Set<string>()
  const page = await openWorkspace(ann, path)
  page.on('request', (r) => {
    const id = /\/panels\/([^/]+)\/data/.exec(r.url())?.[1]
    if (id) asked.add(id)
  })
  const pager = page.getByRole('navigation', { name: 'Pages of train' })
  await pager.getByText('1–6 of 40').waitFor()
  expect(await panelTitles(page, 'train')).toHaveLength(6)
  await pager.getByRole('button', { name: 'Next page' }).click()
  await pager.getByText('7–12 of 40').waitFor()
  await panel(page, 'train/m11').locator('[data-shown=data]').waitFor()
  const seen = await page.locator('[data-panel]').evaluateAll((all) => all.map((p) => p.getAttribute('data-panel')))
  expect([...asked].sort()).toEqual(seen.sort())
  await page.reload()
  await pager.getByText('7–12 of 40').waitFor()
  await panel(page, 'train/m06').waitFor()
})

test('TestReq_PN_9 the corner of a panel resizes all panels of the section', async () => {
  const { ann, path, api } = await projectWith({ train: 6, val: 1 })
  const page = await openWorkspace(ann, path)
  const other = await sizes(page, 'val')
  const corner = panel(page, 'train/m00').locator('[data-corner=panel]')
  await dragBy(page, corner, 150, -80)
  await eventually(async () => expect((await storedSection(ann, api, 'train')).panel_size?.h).toBe(180))
  const { columns } = await storedSection(ann, api, 'train')
  expect(columns).toBe(2)
  await eventually(async () => {
    const all = await sizes(page, 'train')
    expect(new Set(all).size).toBe(1)
    expect(all[0]).toMatch(/×180$/)
  })
  expect(await sizes(page, 'val')).toEqual(other)
  // The same in numbers, for the keyboard.
  await sectionMenu(page, 'train', 'Sizes…')
  await page.getByLabel('Columns', { exact: true }).fill('3')
  await page.getByLabel('Height of a panel').fill('200')
  await page.keyboard.press('Enter')
  await eventually(async () => {
    const s = await storedSection(ann, api, 'train')
    expect([s.columns, s.panel_size?.h]).toEqual([3, 200])
  })
})

test('TestReq_PN_10 the corner of a section resizes it', async () => {
  const { ann, path, api } = await projectWith({ train: 20 }, 1)
  const page = await openWorkspace(ann, path)
  await panel(page, 'train/m05').waitFor()
  await dragBy(page, section(page, 'train').locator('[data-corner=section]'), 0, -260)
  await eventually(async () => expect((await storedSection(ann, api, 'train')).height).toBeGreaterThan(200))
  const { height, rows } = await storedSection(ann, api, 'train')
  expect(rows).toBe(1)
  await eventually(async () => expect(await panelTitles(page, 'train')).toHaveLength(3))
  await page.reload()
  await panel(page, 'train/m02').waitFor()
  expect(Math.round((await box(section(page, 'train').locator('[data-panels]'))).height)).toBe(height)
})

test('TestReq_PN_11 in the custom layout each panel has its own size', async () => {
  const { ann, path, api } = await projectWith({ train: 3 })
  const { id } = await storedSection(ann, api, 'train')
  await ann.client.patch(`${api}/sections/${id}`, { layout: 'custom' })
  const page = await openWorkspace(ann, path)
  await panel(page, 'train/m02').waitFor()
  const before = await sizes(page, 'train')
  await panel(page, 'train/m02').hover()
  const handle = page.locator('.react-grid-item').nth(2).locator('.react-resizable-handle')
  await dragBy(page, handle, 0, 130)
  await eventually(async () => {
    const { panels } = await storedSection(ann, api, 'train')
    expect(panels?.map((p) => p.h !== undefined)).toEqual([false, false, true])
  })
  const after = await sizes(page, 'train')
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  expect(after[2]).not.toBe(before[2])
  // Moved by its title, and in numbers.
  await dragBy(page, page.getByRole('heading', { name: 'train/m02' }), 0, 330)
  await eventually(async () => {
    const { panels } = await storedSection(ann, api, 'train')
    expect(panels?.[2]?.y).toBeGreaterThan(5)
  })
  await page.getByRole('button', { name: 'Menu of train/m02' }).click()
  await page.getByRole('menuitem', { name: 'Place and size…' }).click()
  await page.getByLabel('Columns wide').fill('6')
  await page.keyboard.press('Enter')
  await eventually(async () => expect((await storedSection(ann, api, 'train')).panels?.[2]?.w).toBe(6))
  const stays = await storedSection(ann, api, 'train')
  await page.reload()
  await panel(page, 'train/m02').waitFor()
  expect((await storedSection(ann, api, 'train')).panels).toEqual(stays.panels)
})

test('TestReq_PN_12 the custom layout has no pages', async () => {
  const { ann, path, api } = await projectWith({ train: 14 }, 1)
  const { id } = await storedSection(ann, api, 'train')
  await ann.client.patch(`${api}/sections/${id}`, { layout: 'custom' })
  const page = await openWorkspace(ann, path)
  await panel(page, 'train/m13').waitFor({ state: 'attached' })
  expect(await panelTitles(page, 'train')).toHaveLength(14)
  expect(await page.getByRole('navigation', { name: 'Pages of train' }).count()).toBe(0)
})
