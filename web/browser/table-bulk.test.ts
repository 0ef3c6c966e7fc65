import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, type Person, withBrowser } from './rig/rig'
import { column, counts, hasLines, lines, type Stored, tick, twelve } from './rig/table'

withBrowser()

const chosen = (page: Page) => page.getByRole('region', { name: 'Chosen runs' })

type Row = { id: string; tags: string[] | null }
const rows = async (ann: Person, project: string) =>
  (await ann.client.get<{ runs: Row[]; total: number }>(`/projects/${project}/runs?limit=100&columns=name`)).runs

test('many runs are tagged, and one undo takes it back', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table`)
  await hasLines(page, 12)
  await tick(page, 'cnn-0.1-0').click()
  await tick(page, 'cnn-0.01-0').click({ modifiers: ['Shift'] }) // and all between
  await chosen(page).getByText('5 chosen').waitFor()
  await page.reload() // a selection is in the address
  await chosen(page).getByText('5 chosen').waitFor()
  await chosen(page).getByRole('button', { name: 'Tag' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tags of 5 runs' })
  await dialog.getByLabel('Add').fill('good')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('Remove').fill('image')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Change tags' }).click()
  await page.getByText('Tags of 5 runs changed').waitFor()
  await eventually(async () => {
    const tagged = (await rows(ann, project)).filter((r) => r.tags?.includes('good'))
    expect(tagged.map((r) => r.id).sort()).toEqual(['cnn-0.01-0', 'cnn-0.1-0', 'cnn-0.1-1', 'mlp-0.1-0', 'mlp-0.1-1'])
    expect(tagged.some((r) => r.tags?.includes('image'))).toBe(false)
  })
  await eventually(async () => expect((await column(page, 'tags')).filter((t) => t?.includes('good'))).toHaveLength(5))
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => expect((await column(page, 'tags')).filter((t) => t?.includes('good'))).toHaveLength(0))
  expect((await rows(ann, project)).filter((r) => r.tags?.includes('image'))).toHaveLength(6)
})

test('all that match are deleted after a question, and come back', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  await ann.client.patch(`/projects/${project}/workspaces/me`, { search: 'mlp' })
  const page = await openPage(ann, `/${project}/table`)
  await hasLines(page, 6)
  await page.getByRole('checkbox', { name: 'Choose all runs that match' }).click()
  await tick(page, 'mlp-0.1-0').click() // but this one
  await chosen(page).getByText('5 chosen').waitFor()
  await chosen(page).getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog', { name: 'Delete 5 runs?' }).getByRole('button', { name: 'Delete 5 runs' }).click()
  await hasLines(page, 1)
  await eventually(async () => expect(await counts(page)).toEqual([1, 7]))
  expect(await rows(ann, project)).toHaveLength(7)
  await page.getByRole('button', { name: 'Undo' }).click()
  await hasLines(page, 6)
})

test('runs are moved to another project, and stopped', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  await ann.client.post('/projects', { entity: ann.name, name: 'archive' })
  await ann.client.log([{ project, run: 'live', name: 'live', state: 'running', config: { lr: 1 } }])
  const page = await openPage(ann, `/${project}/table?selected=cnn-0.1-0,cnn-0.1-1`)
  await hasLines(page, 13)
  await chosen(page).getByRole('button', { name: 'Move' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move 2 runs' })
  await dialog.getByLabel('To the project').click()
  await page.getByRole('option', { name: `${ann.name}/archive` }).click()
  await dialog.getByRole('button', { name: 'Move' }).click()
  await hasLines(page, 11)
  expect((await rows(ann, `${ann.name}/archive`)).map((r) => r.id).sort()).toEqual(['cnn-0.1-0', 'cnn-0.1-1'])
  await tick(page, 'live').click()
  await chosen(page).getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('button', { name: 'Ask them to stop' }).click()
  await eventually(async () => expect((await column(page, 'state'))[0]).toBe('Stopping'))
})

test('only the chosen runs are shown in the workspace', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table?selected=cnn-0.1-0,mlp-0.1-0`)
  await chosen(page).getByRole('button', { name: 'Show only these' }).click()
  await eventually(async () => {
    const w = await ann.client.get<Stored & { visualized: number }>(`/projects/${project}/workspaces/me`)
    expect(w.visualized).toBe(2)
    expect(w.visibility).toMatchObject({ 'cnn-0.1-0': true, 'mlp-0.1-0': true })
  })
})

test('chosen runs are compared; differences only; the address says so', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table?selected=cnn-0.1-0,cnn-0.1-1,mlp-0.01-0`)
  await chosen(page).getByRole('button', { name: 'Compare' }).click()
  const comparison = page.getByRole('dialog', { name: 'Comparing 3 runs' })
  const fields = () =>
    comparison.locator('tr[data-field]').evaluateAll((all) => all.map((r) => r.getAttribute('data-field') ?? ''))
  await eventually(async () => expect(await fields()).toContain('config.optimizer.name'))
  await comparison.getByRole('switch', { name: 'Only differences' }).click()
  await eventually(async () => {
    const seen = await fields()
    expect(seen).toEqual(expect.arrayContaining(['config.arch', 'config.lr', 'config.seed', 'summary.loss']))
    expect(seen).not.toContain('config.optimizer.name')
    expect(seen).not.toContain('summary.accuracy')
  })
  const address = new URL(page.url())
  expect(address.searchParams.get('compare')).toBe('cnn-0.1-0,cnn-0.1-1,mlp-0.01-0')
  await page.reload()
  await eventually(async () =>
    expect(await comparison.locator('[data-field="config.arch"] td').allTextContents()).toEqual(['cnn', 'cnn', 'mlp']),
  )
  expect(await fields()).not.toContain('config.optimizer.name')
  await page.keyboard.press('Escape')
  await comparison.waitFor({ state: 'detached' })
})

test('an export is what the API says, of what is shown and of what is chosen', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  await ann.client.patch(`/projects/${project}/workspaces/me`, { filter: 'config.arch = "cnn"', sort: ['name:asc'] })
  const page = await openPage(ann, `/${project}/table`)
  await hasLines(page, 6)
  const download = async (button: Locator, name: string) => {
    await button.click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name, exact: true }).first().click(),
    ])
    const to = join(mkdtempSync(join(tmpdir(), 'runledger-export-')), file.suggestedFilename())
    await file.saveAs(to)
    return { name: file.suggestedFilename(), text: readFileSync(to) }
  }
  const asked = async (query: string) => {
    const response = await ann.client.raw('GET', `/projects/${project}/export?${query}`)
    return Buffer.from(await response.arrayBuffer())
  }
  const sorted = (b: Buffer) => b.toString().trim().split('\n').sort()
  const all = await download(page.getByRole('button', { name: 'Export all' }), 'NDJSON')
  expect(all.name).toBe('digits-runs.ndjson')
  expect(sorted(all.text)).toEqual(sorted(await asked('what=runs&format=ndjson&filter=config.arch%20%3D%20%22cnn%22')))
  expect(sorted(all.text)).toHaveLength(6)
  await page.keyboard.press('Escape')
  await tick(page, 'cnn-0.1-0').click()
  const one = await download(chosen(page).getByRole('button', { name: 'Export' }), 'CSV')
  expect(one.text.equals(await asked('what=runs&format=csv&runs=cnn-0.1-0'))).toBe(true)
})

test('the keyboard goes through the grid: arrows, Space, Enter, F2', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table`)
  await hasLines(page, 12)
  const grid = page.getByRole('grid', { name: 'Runs' })
  expect(await grid.getAttribute('aria-rowcount')).toBe('13')
  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await chosen(page).getByText('1 chosen').waitFor()
  const active = await grid.getAttribute('aria-activedescendant')
  expect(await page.locator(`#${active}`).textContent()).toContain('mlp-0.001-0')
  await page.keyboard.press('Control+a')
  await chosen(page).getByText('12 chosen').waitFor()
  await page.keyboard.press('Escape')
  await chosen(page).waitFor({ state: 'detached' })
  const tags = await page.locator('[role=columnheader][data-field=tags]').getAttribute('aria-colindex')
  for (let i = 2; i < Number(tags); i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('F2')
  await page.getByRole('dialog').getByLabel('Tags', { exact: true }).first().fill('by hand')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await eventually(async () => expect((await lines(page))[1]?.tags).toBe('by hand'))
  await grid.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/runs\/mlp-0\.001-0/)
  await page.goBack()
  await hasLines(page, 12)
})
