import { expect, test } from 'vitest'
import { admin, eventually, fresh, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

async function withHistory() {
  const ann = await newPerson()
  const name = fresh('digits')
  const project = `${ann.name}/${name}`
  await ann.client.post('/projects', { name })
  await ann.client.log([{ project, run: 'a', step: 1, metrics: { loss: 1 } }])
  await ann.client.patch(`/projects/${project}`, { description: 'about' })
  const p = await ann.client.patch<{ position: string }>(`/projects/${project}/runs/a`, { display_name: 'baseline' })
  await ann.client.get(`/projects/${project}/audit?wait_for=${p.position}`)
  return { ann, project }
}

test('who did what: a row opens to what was before and after; undo from the row, and redo', async () => {
  const { ann, project } = await withHistory()
  const page = await openPage(ann, `/${project}/audit`)
  const row = page.getByRole('listitem').filter({ hasText: 'renamed run' })
  await row.getByRole('button', { name: /^Details/ }).click()
  const diff = row.getByRole('table', { name: 'Before and after' })
  await diff.getByText('baseline').waitFor()
  await row.getByRole('button', { name: /^Undo/ }).click()
  await page.getByRole('listitem').filter({ hasText: 'undid an action' }).waitFor()
  await row.getByText('undone', { exact: true }).waitFor()
  const run = () => ann.client.get<{ display_name: string }>(`/projects/${project}/runs/a`)
  expect(JSON.stringify(await run())).not.toContain('baseline')
  await page.getByRole('button', { name: /^Redo/ }).click()
  await eventually(async () => expect(JSON.stringify(await run())).toContain('baseline'))
})

test('an undo that something else stands in the way of says what, and by whom', async () => {
  const { ann, project } = await withHistory()
  const page = await openPage(ann, `/${project}/audit?type=project.description_set.v1`)
  const rows = page.getByRole('listitem').filter({ hasText: 'changed the description' })
  await rows.first().waitFor()
  await ann.client.patch(`/projects/${project}`, { description: 'changed since' })
  await eventually(async () => expect(await rows.count()).toBe(2))
  await rows.last().getByRole('button', { name: /^Undo/ }).click()
  await page.getByRole('alert').filter({ hasText: ann.name }).first().waitFor()
  expect(await ann.client.get(`/projects/${project}`)).toMatchObject({ description: 'changed since' })
})

test('filters are in the address; what they let through can be taken along as a file', async () => {
  const { ann, project } = await withHistory()
  const page = await openPage(ann, `/${project}/audit`)
  const rows = page.getByRole('listitem')
  await rows.filter({ hasText: 'renamed run' }).waitFor()
  await page.getByRole('combobox', { name: 'What' }).fill('project.des')
  await page.getByRole('option', { name: 'project.description_set' }).click()
  await page.waitForURL((u) => u.searchParams.get('type') === 'project.description_set.v1')
  await eventually(async () => expect(await rows.count()).toBe(1))
  await page.getByLabel('Who').fill('nobody-at-all')
  await page.getByText('No action fits').waitFor()
  await page.goBack()
  await eventually(async () => expect(await rows.count()).toBe(1))
  await page.reload()
  await rows.first().waitFor()
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'NDJSON' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('audit.ndjson')
  const href = await page.evaluate((f) => f, file.url())
  expect(new URL(href).searchParams.get('type')).toBe('project.description_set.v1')
})

test('a long trail is read page by page as one scrolls', async () => {
  const { ann, project } = await withHistory()
  for (let i = 0; i < 130; i++) await ann.client.patch(`/projects/${project}/runs/a`, { notes: `note ${i}` })
  const page = await openPage(ann, `/${project}/audit`)
  const rows = page.getByRole('listitem')
  await rows.first().waitFor()
  expect(await rows.count()).toBeLessThan(60)
  await page.locator('[tabindex="0"]', { has: page.getByRole('list', { name: 'Actions' }) }).focus()
  await eventually(async () => {
    await page.keyboard.press('End')
    expect(await page.getByText('created project').count()).toBe(1)
  })
})

test('the trail of everything is for administrators, and leads into projects', async () => {
  const { ann, project } = await withHistory()
  const root = { name: 'admin', password: 'correct horse battery', client: admin() }
  await root.client.put('/users/admin/password', { new: root.password })
  const page = await openPage(root, `/audit?actor=${ann.name}&type=run.renamed.v1`)
  const row = page.getByRole('listitem').filter({ hasText: 'renamed run' })
  await row.getByRole('link', { name: project }).waitFor()
  await row.getByRole('button', { name: /^Undo/ }).click()
  await row
    .getByText('undone')
    .or(page.getByText(/^Undone/))
    .first()
    .waitFor()

  const other = await openPage(ann, '/audit')
  await other.getByText('Each project has its own trail').waitFor()
})
