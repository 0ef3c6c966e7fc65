import { expect, test } from 'vitest'
import { newLab, newReport } from './rig/reports'
import { eventually, openPage, withBrowser } from './rig/rig'

withBrowser()

type Stored = { blocks: { id: string; kind: string; text?: string; panels?: { kind: string; metrics: string[] }[] }[] }

test('TestReq_RP_2 a report holds notes, runs and graphs; each edit is one action', async () => {
  const lab = await newLab()
  const { id } = await newReport(lab, { title: 'Findings' })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}?edit=1`)
  const stored = () => lab.ann.client.get<Stored>(`${lab.api}/reports/${id}`)

  // Notes, with a preview, saved on leaving the text.
  await page.getByRole('button', { name: 'Add a block at the beginning' }).click()
  await page.getByRole('menuitem', { name: 'Text' }).click()
  await page.getByRole('textbox', { name: 'Markdown' }).fill('# Notes\n\nThe **small** one wins.')
  await page.getByRole('region', { name: 'Preview' }).getByRole('heading', { name: 'Notes' }).waitFor()
  await page.getByRole('textbox', { name: 'Title' }).focus()
  await page.locator('[data-saved=saved]').waitFor()
  expect((await stored()).blocks).toMatchObject([{ kind: 'markdown', text: '# Notes\n\nThe **small** one wins.' }])
  await page.getByRole('button', { name: 'Done', exact: true }).last().click()

  // Graphs.
  await page.getByRole('button', { name: 'Add a block after block 1' }).click()
  await page.getByRole('menuitem', { name: 'Panels' }).click()
  await page.getByRole('combobox', { name: 'Metrics' }).fill('loss')
  await page.getByRole('option', { name: 'loss 3 runs', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('[data-kind=panel_grid] [data-panel]').waitFor()

  // Runs.
  await page.getByRole('button', { name: 'Add a block after block 2' }).click()
  await page.getByRole('menuitem', { name: 'Runs A table' }).click()
  await page.getByRole('button', { name: 'Edit as text' }).click()
  await page.getByRole('textbox', { name: 'Filter as text' }).fill('config.optimizer = "adam"')
  await page.getByText('2 of 3 runs match').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  const table = page.getByRole('region', { name: 'Table of runs' })
  await table.getByRole('link', { name: 'trial 2' }).waitFor()
  expect(await table.getByRole('link').count()).toBe(2)

  expect((await stored()).blocks.map((b) => b.kind)).toEqual(['markdown', 'panel_grid', 'run_set'])
  expect((await stored()).blocks[1]?.panels).toMatchObject([{ kind: 'line', metrics: ['loss'] }])
  const { rows: events } = await lab.ann.client.get<{ rows: { type: string }[] }>(`${lab.api}/audit`)
  const ops = events.map((a) => a.type).filter((t) => t.startsWith('block.') || t.startsWith('report.'))
  expect(ops.map((t) => t.replace(/\.v\d+$/, '')).sort()).toEqual([
    'block.added',
    'block.added',
    'block.added',
    'report.created',
  ])
})

test('what can’t be stored stays where it was typed, also over a reload', async () => {
  const lab = await newLab(1, 2)
  const { id } = await newReport(lab, { title: 'Notes', blocks: [{ kind: 'markdown', text: 'before' }] })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}?edit=1`)
  const area = page.getByRole('textbox', { name: 'Markdown' })
  await page.getByRole('button', { name: 'Edit block 1, text' }).click()
  await page.route('**/blocks/*', (route) => route.fulfill({ status: 503, json: { detail: 'The disk is full.' } }))
  await area.fill('after')
  await page.keyboard.press('Control+s')
  await page.getByRole('alert').getByText('The disk is full.').waitFor()
  expect(await area.inputValue()).toBe('after')
  page.on('dialog', (d) => void d.accept())
  await page.reload()
  await page.getByRole('button', { name: 'Edit block 1, text' }).click()
  expect(await area.inputValue()).toBe('after')
  await page.unroute('**/blocks/*')
  await page.keyboard.press('Control+s')
  await page.locator('[data-saved=saved]').waitFor()
  expect(await lab.ann.client.get(`${lab.api}/reports/${id}`)).toMatchObject({ blocks: [{ text: 'after' }] })
})

test('what somebody else stored meanwhile isn’t overwritten unasked', async () => {
  const lab = await newLab(1, 2)
  const { id } = await newReport(lab, { title: 'Notes', blocks: [{ kind: 'markdown', text: 'before' }] })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}?edit=1`)
  await page.getByRole('button', { name: 'Edit block 1, text' }).click()
  const area = page.getByRole('textbox', { name: 'Markdown' })
  await area.fill('mine')
  const block = await page.locator('[data-block]').getAttribute('data-block')
  await lab.ann.client.patch(`${lab.api}/reports/${id}/blocks/${block}`, { text: 'theirs' })
  await page.keyboard.press('Control+s')
  const conflict = page.getByRole('alert', { name: 'Somebody changed this meanwhile' })
  await conflict.getByText('theirs', { exact: true }).waitFor()
  expect(await area.inputValue()).toBe('mine')
  expect(await lab.ann.client.get(`${lab.api}/reports/${id}`)).toMatchObject({ blocks: [{ text: 'theirs' }] })
  await conflict.getByRole('button', { name: 'Save mine over it' }).click()
  await eventually(async () =>
    expect(await lab.ann.client.get(`${lab.api}/reports/${id}`)).toMatchObject({ blocks: [{ text: 'mine' }] }),
  )
})

test('blocks are reordered and deleted by the keyboard, and the deletion is undone', async () => {
  const lab = await newLab(1, 2)
  const blocks = ['one', 'two', 'three'].map((text) => ({ kind: 'markdown', text }))
  const { id } = await newReport(lab, { title: 'Order', blocks })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}?edit=1`)
  const order = async () =>
    (await lab.ann.client.get<Stored>(`${lab.api}/reports/${id}`)).blocks.map((b) => b.text).join()
  await page.getByRole('button', { name: 'Move block 3, text up' }).focus()
  await page.keyboard.press('Enter')
  await eventually(async () => expect(await order()).toBe('one,three,two'))
  // The focus went along, so the same key goes on.
  await page.locator('button[aria-label="Move block 2, text up"]:focus').waitFor()
  await page.keyboard.press('Enter')
  await eventually(async () => expect(await order()).toBe('three,one,two'))
  // By the handle: space lifts, arrows move, space drops.
  await page.locator('[data-index="0"]', { hasText: 'three' }).waitFor()
  await page.getByRole('button', { name: 'Drag block 1, text' }).focus()
  await page.keyboard.press('Space')
  await page.getByText('Block 1 is over place 1 of 3.').waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowDown')
  await page.getByText('Block 1 is over place 2 of 3.').waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  await eventually(async () => expect(await order()).toBe('one,three,two'))

  await page.getByRole('button', { name: 'Delete block 1, text' }).focus()
  await page.keyboard.press('Enter')
  await eventually(async () => expect(await order()).toBe('three,two'))
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => expect(await order()).toBe('one,three,two'))

  // "/" adds a block behind the one that has the focus.
  await page.getByRole('button', { name: 'Edit block 3, text' }).focus()
  await page.keyboard.press('/')
  await page.getByRole('menuitem', { name: 'Text' }).waitFor()
})
