import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, withBrowser } from './rig/rig'
import { openWorkspace, panel, projectWith, section, sectionMenu, sectionTitles, stored } from './rig/workspace'

withBrowser()

const path = (project: string, workspace: string) => `/projects/${project}/workspaces/${workspace}`

/** A project of ann's in which bob, a person of his own, may edit. */
async function shared(metrics: Record<string, number>) {
  const made = await projectWith(metrics)
  const bob = await newPerson('bob')
  await made.ann.client.put(`/projects/${made.project}/access/${bob.name}`, { role: 'member' })
  return { ...made, bob }
}

test('TestReq_NAV_3 everyone has a workspace of their own: what one arranges, the other doesn’t see', async () => {
  const { ann, bob, project, path: at } = await shared({ train: 1, val: 1 })
  const anns = await openWorkspace(ann, at)
  const bobs = await openWorkspace(bob, at)
  await sectionMenu(anns, 'train', 'Delete section')
  await section(anns, 'train').waitFor({ state: 'detached' })
  await sectionMenu(bobs, 'val', 'Add section below')
  await section(bobs, 'New section').waitFor()
  expect(await sectionTitles(bobs)).toEqual(['train', 'val', 'New section'])
  await anns.reload()
  await section(anns, 'val').waitFor()
  expect(await sectionTitles(anns)).toEqual(['val'])
  const titles = async (who: typeof ann) => (await stored(who, path(project, 'me'))).sections?.map((s) => s.title)
  expect([await titles(ann), await titles(bob)]).toEqual([['val'], ['train', 'val', 'New section']])
})

test('TestReq_NAV_4 somebody else’s workspace is read-only, and can be saved as one’s own', async () => {
  const { ann, bob, project, path: at } = await shared({ train: 1, val: 1 })
  await ann.client.post(`${path(project, 'me')}/sections`, { title: 'Ann’s section' })
  const page = await openWorkspace(bob, `${at}?workspace=user-${ann.name}`)
  await section(page, 'Ann’s section').waitFor()
  await page.getByText('can only be looked at').waitFor()
  expect(await page.getByRole('button', { name: /^Menu of section/ }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Add section' }).count()).toBe(0)
  expect(await page.getByRole('region', { name: 'Changes of this workspace' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Save as mine' }).click()
  await page.waitForURL((u) => /^v-/.test(u.searchParams.get('workspace') ?? ''))
  await sectionMenu(page, 'Ann’s section', 'Delete section')
  await section(page, 'Ann’s section').waitFor({ state: 'detached' })
  const anns = await stored(ann, path(project, 'me'))
  expect(anns.sections?.map((s) => s.title)).toContain('Ann’s section')
})

test('views are saved, chosen, renamed and deleted from their menu', async () => {
  const { ann, project, path: at } = await projectWith({ train: 1, val: 1 })
  const page = await openWorkspace(ann, at)
  const menu = async (view: string, item: string) => {
    await page.getByRole('button', { name: `View: ${view}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await menu('My workspace', 'Save as a new view…')
  await page.getByRole('textbox', { name: 'Name' }).fill('Losses only')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'View: Losses only' }).waitFor()
  await sectionMenu(page, 'val', 'Delete section')
  await menu('Losses only', 'Rename this view…')
  await page.getByRole('textbox', { name: 'Name' }).fill('Just losses')
  await page.keyboard.press('Enter')
  await menu('Just losses', 'My workspace')
  await section(page, 'val').waitFor()
  await menu('My workspace', 'Just losses')
  await section(page, 'val').waitFor({ state: 'detached' })
  const list = () =>
    ann.client
      .get<{ workspaces: { name?: string }[] }>(`/projects/${project}/workspaces`)
      .then((l) => l.workspaces.map((w) => w.name))
  expect(await list()).toEqual([undefined, 'Just losses'])
  await menu('Just losses', 'Delete this view')
  await page.getByRole('button', { name: 'View: My workspace' }).waitFor()
  expect(await list()).toEqual([undefined])
  await page
    .getByRole('alert')
    .filter({ hasText: 'View Just losses deleted.' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await eventually(async () => expect(await list()).toEqual([undefined, 'Just losses']))
})

test('TestReq_FAQ_6 ?workspace=clear clears the workspace, and that can be undone', async () => {
  const { ann, path: at, api } = await projectWith({ train: 1 })
  await ann.client.post(`${api}/sections`, { title: 'Mine' })
  const page = await openPage(ann, `${at}?workspace=clear`)
  await page.getByText('Workspace cleared').waitFor()
  await section(page, 'train').waitFor()
  expect(new URL(page.url()).searchParams.has('workspace')).toBe(false)
  expect(await sectionTitles(page)).toEqual(['train'])
  expect((await stored(ann, api)).sections?.map((s) => s.title)).toEqual(['train'])
  await page.getByRole('alert').filter({ hasText: 'Workspace cleared' }).getByRole('button', { name: 'Undo' }).click()
  await section(page, 'Mine').waitFor()
  expect((await stored(ann, api)).sections?.map((s) => s.title)).toContain('Mine')
})

test('in the past nothing can be changed', async () => {
  const { ann, path: at, api } = await projectWith({ train: 2 })
  const then = new Date().toISOString()
  await ann.client.post(`${api}/sections`, { title: 'Later' })
  const page = await openWorkspace(ann, `${at}?as_of=${then}`)
  await panel(page, 'train/m00').locator('[data-shown=data]').waitFor()
  expect(await sectionTitles(page)).toEqual(['train'])
  for (const name of [/^Menu of section/, /^Edit /, /^Move /, /^Add /]) {
    expect(await page.getByRole('button', { name }).count(), String(name)).toBe(0)
  }
})
