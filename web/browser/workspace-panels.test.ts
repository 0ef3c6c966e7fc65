import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, withBrowser } from './rig/rig'
import {
  carry,
  drag,
  openWorkspace,
  panel,
  panelTitles,
  projectWith,
  section,
  sectionMenu,
  stored,
  storedSection,
} from './rig/workspace'

withBrowser()

const handleOf = (page: Page, title: string) => panel(page, title).getByRole('heading').getByRole('button')

test('TestReq_PN_2 a panel is removed from its menu; that can be undone', async () => {
  const { ann, path, api } = await projectWith({ train: 3 })
  const page = await openWorkspace(ann, path)
  await panel(page, 'train/m01').hover()
  await panel(page, 'train/m01').getByRole('button', { name: 'Menu of train/m01' }).click()
  await page.getByRole('menuitem', { name: 'Delete panel' }).click()
  await panel(page, 'train/m01').waitFor({ state: 'detached' })
  const titles = async () => (await storedSection(ann, api, 'train')).panels?.map((p) => p.title)
  await eventually(async () => expect(await titles()).toEqual(['train/m00', 'train/m02']))
  const said = page.getByRole('alert').filter({ hasText: 'Panel train/m01 deleted.' })
  await said.getByRole('button', { name: 'Undo' }).click()
  await panel(page, 'train/m01').waitFor()
  expect(await titles()).toEqual(['train/m00', 'train/m01', 'train/m02'])
})

test('TestReq_PN_4 panels are dragged to another place in their section', async () => {
  const { ann, path, api } = await projectWith({ train: 5 })
  const page = await openWorkspace(ann, path)
  await drag(page, handleOf(page, 'train/m04'), panel(page, 'train/m01'), { x: 0.2, y: 0.5 })
  const want = ['train/m00', 'train/m04', 'train/m01', 'train/m02', 'train/m03']
  await eventually(async () => expect(await panelTitles(page, 'train')).toEqual(want))
  await eventually(async () =>
    expect((await storedSection(ann, api, 'train')).panels?.map((p) => p.title)).toEqual(want),
  )
  // By keyboard: picked up, one to the right, dropped.
  await handleOf(page, 'train/m00').focus()
  await carry(page, ['ArrowRight'], 'after')
  const then = ['train/m04', 'train/m00', 'train/m01', 'train/m02', 'train/m03']
  await eventually(async () => expect(await panelTitles(page, 'train')).toEqual(then))
  await page.reload()
  await panel(page, 'train/m00').waitFor()
  expect(await panelTitles(page, 'train')).toEqual(then)
})

test('TestReq_PN_5 panels are dragged into other sections', async () => {
  const { ann, path, api } = await projectWith({ train: 2, val: 2 })
  const page = await openWorkspace(ann, path)
  await drag(page, handleOf(page, 'train/m00'), panel(page, 'val/m01'), { x: 0.2, y: 0.5 })
  await eventually(async () => expect(await panelTitles(page, 'val')).toEqual(['val/m00', 'train/m00', 'val/m01']))
  expect(await panelTitles(page, 'train')).toEqual(['train/m01'])
  await eventually(async () =>
    expect((await storedSection(ann, api, 'val')).panels?.map((p) => p.title)).toEqual([
      'val/m00',
      'train/m00',
      'val/m01',
    ]),
  )
  // Upon a section with nothing in it, too: it comes last.
  await page.getByRole('button', { name: 'Add section', exact: true }).click()
  await drag(page, handleOf(page, 'val/m01'), section(page, 'New section'))
  await eventually(async () => expect(await panelTitles(page, 'New section')).toEqual(['val/m01']))
})

test('TestReq_PN_6 the move button lists the sections, also for the keyboard', async () => {
  const { ann, path, api } = await projectWith({ train: 2, val: 1 })
  const page = await openWorkspace(ann, path)
  const move = panel(page, 'train/m01').getByRole('button', { name: 'Move train/m01' })
  await move.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'val' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await eventually(async () => expect(await panelTitles(page, 'val')).toEqual(['val/m00', 'train/m01']))
  await eventually(async () => {
    const { panels } = await storedSection(ann, api, 'val')
    expect(panels?.map((p) => p.title)).toEqual(['val/m00', 'train/m01'])
  })
})

test('TestReq_PN_13 the search box filters panels; sections without a hit are hidden', async () => {
  const { ann, path } = await projectWith({ train: 8, val: 2 })
  const page = await openWorkspace(ann, path)
  await page.getByRole('searchbox', { name: 'Search panels' }).fill('TRAIN/m0')
  await page.getByText('8 of the panels match “TRAIN/m0”.').waitFor()
  await section(page, 'val').waitFor({ state: 'detached' })
  expect(await panelTitles(page, 'train')).toHaveLength(6)
  await section(page, 'train').getByRole('button', { name: 'Next page' }).click()
  await panel(page, 'train/m07').waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('TRAIN/m0')
  await page.reload()
  await page.getByText('8 of the panels match “TRAIN/m0”.').waitFor()
  await page.getByRole('button', { name: 'Show all panels' }).click()
  await section(page, 'val').waitFor()
})

test('TestReq_PN_14 the search matches a title that somebody gave', async () => {
  const { ann, path, api } = await projectWith({ train: 2 })
  const { panels } = await storedSection(ann, api, 'train')
  await ann.client.patch(`${api}/panels/${panels?.[0]?.id}`, { title: 'Fehler' })
  const page = await openWorkspace(ann, `${path}?q=fehl`)
  await panel(page, 'Fehler').locator('[data-shown=data]').waitFor()
  expect(await panelTitles(page, 'train')).toEqual(['Fehler'])
  await page.getByRole('searchbox', { name: 'Search panels' }).fill('m00')
  await page.getByText('No panel’s title has “m00”.').waitFor()
})

test('a panel has the screen to itself, with an address of its own, and can be duplicated', async () => {
  const { ann, path, api } = await projectWith({ train: 8 })
  const page = await openWorkspace(ann, path)
  await panel(page, 'train/m01').hover()
  await page.getByRole('button', { name: 'Show train/m01 on the full screen' }).click()
  const full = page.getByRole('dialog', { name: 'train/m01' })
  await full.locator('[data-shown=data]').waitFor()
  await page.reload()
  await full.locator('[data-shown=data]').waitFor()
  await page.goBack()
  await full.waitFor({ state: 'detached' })
  await panel(page, 'train/m01').hover()
  await page.getByRole('button', { name: 'Menu of train/m01' }).click()
  await page.getByRole('menuitem', { name: 'Copy link' }).click()
  await page.getByText('Link copied.').waitFor()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(new URL(link).searchParams.get('panel')).toBeTruthy()
  await page.getByRole('button', { name: 'Menu of train/m01' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await eventually(async () =>
    expect((await panelTitles(page, 'train')).slice(0, 4)).toEqual([
      'train/m00',
      'train/m01',
      'train/m01',
      'train/m02',
    ]),
  )
  expect((await stored(ann, api)).panel_count).toBe(9)
  await sectionMenu(page, 'train', 'Collapse')
})
