import { expect, test } from 'vitest'
import { admin, eventually, withBrowser } from './rig/rig'
import {
  carry,
  drag,
  openWorkspace,
  panel,
  panelTitles,
  projectWith,
  section,
  sectionMenu,
  sectionTitles,
  stored,
  storedSection,
} from './rig/workspace'

withBrowser()

test('TestReq_SC_1 a section is added from a section’s menu', async () => {
  const { ann, path, api } = await projectWith({ train: 1, val: 1 })
  const page = await openWorkspace(ann, path)
  await sectionMenu(page, 'train', 'Add section below')
  await section(page, 'New section').waitFor()
  expect(await sectionTitles(page)).toEqual(['train', 'New section', 'val'])
  expect((await stored(ann, api)).sections?.map((s) => s.title)).toEqual(['train', 'New section', 'val'])
})

test('TestReq_SC_2 a section is renamed where it stands', async () => {
  const { ann, path, api } = await projectWith({ train: 1 })
  const page = await openWorkspace(ann, path)
  await sectionMenu(page, 'train', 'Rename')
  const box = page.getByLabel('Title of the section')
  await box.fill('Losses of training')
  await box.press('Enter')
  await section(page, 'Losses of training').waitFor()
  await eventually(async () => expect((await stored(ann, api)).sections?.[0]?.title).toBe('Losses of training'))
  // Escape leaves it as it was; a double click begins it, too.
  await section(page, 'Losses of training').getByRole('heading', { level: 2 }).getByRole('button').dblclick()
  await box.fill('never')
  await box.press('Escape')
  await section(page, 'Losses of training').waitFor()
})

test('TestReq_SC_3 sections are dragged, or moved by keyboard and menu', async () => {
  const { ann, path, api } = await projectWith({ a: 1, b: 1, c: 1 })
  const page = await openWorkspace(ann, path, { height: 1400 })
  const order = async (want: string[]) => {
    await eventually(async () => expect(await sectionTitles(page)).toEqual(want))
    await eventually(async () => expect((await stored(ann, api)).sections?.map((s) => s.title)).toEqual(want))
  }
  await drag(page, page.getByRole('button', { name: 'Drag section c' }), section(page, 'a'), { x: 0.3, y: 0.1 })
  await order(['c', 'a', 'b'])
  await sectionMenu(page, 'c', 'Move down')
  await order(['a', 'c', 'b'])
  const handle = page.getByRole('button', { name: 'Drag section b' })
  await handle.focus()
  await carry(page, ['ArrowUp'], 'before')
  await order(['a', 'b', 'c'])
  await page.reload()
  await section(page, 'c').waitFor()
  expect(await sectionTitles(page)).toEqual(['a', 'b', 'c'])
})

test('TestReq_SC_4 a collapsed section asks nothing, also after a reload', async () => {
  const { ann, path, api } = await projectWith({ train: 2, val: 1 })
  const page = await openWorkspace(ann, path)
  const caret = section(page, 'train').getByRole('heading', { level: 2 }).getByRole('button')
  await panel(page, 'train/m00').waitFor()
  await caret.click()
  await panel(page, 'train/m00').waitFor({ state: 'detached' })
  await eventually(async () => expect((await storedSection(ann, api, 'train')).collapsed).toBe(true))
  const asked: string[] = []
  page.on('request', (r) => r.url().includes('/data') && asked.push(r.url()))
  await page.reload()
  await panel(page, 'val/m00').locator('[data-shown=data]').waitFor()
  expect(await caret.getAttribute('aria-expanded')).toBe('false')
  expect(asked).toHaveLength(1)
  await caret.click()
  await panel(page, 'train/m01').locator('[data-shown=data]').waitFor()
})

test('TestReq_SC_7 a section is added above another', async () => {
  const { ann, path, api } = await projectWith({ train: 1, val: 1 })
  const page = await openWorkspace(ann, path)
  await sectionMenu(page, 'val', 'Add section above')
  await section(page, 'New section').waitFor()
  await sectionMenu(page, 'train', 'Add section above')
  await eventually(async () =>
    expect(await sectionTitles(page)).toEqual(['New section', 'train', 'New section', 'val']),
  )
  expect((await stored(ann, api)).sections?.map((s) => s.title)).toEqual(['New section', 'train', 'New section', 'val'])
})

test('TestReq_SC_8 the button at the bottom adds the last section', async () => {
  const { ann, path, api } = await projectWith({ train: 1, val: 1 })
  const page = await openWorkspace(ann, path)
  await page.getByRole('button', { name: 'Add section', exact: true }).click()
  await section(page, 'New section').waitFor()
  expect(await sectionTitles(page)).toEqual(['train', 'val', 'New section'])
  expect((await stored(ann, api)).sections?.at(-1)?.title).toBe('New section')
})

test('TestReq_SC_9 a section is exported to a report, which opens', async () => {
  const { ann, project, path } = await projectWith({ train: 1 })
  const page = await openWorkspace(ann, path)
  await sectionMenu(page, 'train', 'Export to report')
  await page.waitForURL(/\/reports\/[^/?]+/)
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const report = await ann.client.get<{ title: string }>(`/projects/${project}/reports/${id}`)
  expect(report.title).toBe('train')
})

test('TestReq_SC_10 a section is deleted with its charts', async () => {
  const { ann, path, api } = await projectWith({ train: 2, val: 1 })
  const { panels } = await storedSection(ann, api, 'train')
  const page = await openWorkspace(ann, path)
  await sectionMenu(page, 'train', 'Delete section')
  await section(page, 'train').waitFor({ state: 'detached' })
  await page.getByText('Section train with 2 panels deleted.').waitFor()
  expect((await stored(ann, api)).sections?.map((s) => s.title)).toEqual(['val'])
  expect((await ann.client.raw('GET', `${api}/panels/${panels?.[0]?.id}`)).status).toBe(404)
})

test('TestReq_SC_11 the bar at the bottom undoes and redoes a deletion', async () => {
  const { ann, path, api } = await projectWith({ train: 3, val: 1 })
  const train = await storedSection(ann, api, 'train')
  await ann.client.patch(`${api}/sections/${train.id}`, { panel_size: { w: 300, h: 200 } })
  await ann.client.post(`${api}/panels/${train.panels?.[2]?.id}/move`, { index: 0 })
  const before = await stored(ann, api)
  const page = await openWorkspace(ann, path)
  await sectionMenu(page, 'train', 'Delete section')
  await section(page, 'train').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo: delete section train' }).click()
  await section(page, 'train').waitFor()
  expect(await panelTitles(page, 'train')).toEqual(['train/m02', 'train/m00', 'train/m01'])
  const shape = (w: Awaited<ReturnType<typeof stored>>) =>
    w.sections?.map((s) => [s.id, s.title, s.panel_size, s.panels?.map((p) => p.id)])
  expect(shape(await stored(ann, api))).toEqual(shape(before))
  // By keyboard: redo, and undo again.
  await page.getByRole('button', { name: 'Redo: delete section train' }).waitFor()
  await page.keyboard.press('Control+Shift+z')
  await section(page, 'train').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo: delete section train' }).waitFor()
  await page.keyboard.press('Control+z')
  await section(page, 'train').waitFor()
})

test('an undo that somebody’s change stands in the way of says whose, and changes nothing', async () => {
  const { ann, project, api } = await projectWith({ train: 1 })
  const { id } = await ann.client.post<{ id: string }>(`/projects/${project}/workspaces`, { name: 'Ours', from: 'me' })
  const view = api.replace(/me$/, id)
  const page = await openWorkspace(ann, `/${project}/workspace?workspace=${id}`)
  await sectionMenu(page, 'train', 'Rename')
  await page.getByLabel('Title of the section').fill('mine')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Undo: rename section mine' }).waitFor()
  const one = await storedSection(ann, view, 'mine')
  await admin().patch(`${view}/sections/${one.id}`, { title: 'theirs' })
  await section(page, 'theirs').waitFor() // live
  await page.getByRole('button', { name: 'Undo: rename section theirs' }).click()
  const problem = page.getByRole('alert').filter({ hasText: 'This can’t be undone' })
  await problem.getByText(/section "theirs" has changed since.*admin changed it last/i).waitFor()
  expect((await storedSection(ann, view, 'theirs')).id).toBe(one.id)
  await problem.getByRole('button', { name: 'Close' }).click()
  await problem.waitFor({ state: 'detached' })
})
