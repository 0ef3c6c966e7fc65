import { expect, test } from 'vitest'
import { newLab, newReport } from './rig/reports'
import { eventually, openPage, withBrowser } from './rig/rig'

withBrowser()

test('TestReq_RP_1 all reports of the project in one place', async () => {
  const lab = await newLab(1, 2)
  await newReport(lab, { title: 'Losses of spring' })
  await newReport(lab, { title: 'Accuracy', description: 'How good it is', live: true })
  const page = await openPage(lab.ann, `${lab.page}/reports`)
  const rows = page.getByRole('table', { name: 'Reports' }).locator('tbody tr')
  await rows.nth(1).waitFor()
  const first = await rows.nth(0).textContent()
  expect(first).toContain('Accuracy')
  expect(first).toContain(lab.ann.name)
  expect(first).toContain('just now')
  expect(first).toContain('Live')
  expect(await rows.nth(1).textContent()).toContain('Snapshot')

  // Sorted and searched, which the address keeps.
  await page.getByRole('button', { name: 'Title' }).click()
  await page.getByRole('button', { name: 'Title' }).click()
  await eventually(async () => expect(await rows.nth(0).textContent()).toContain('Losses of spring'))
  await page.getByRole('searchbox', { name: 'Search reports' }).fill('SPRING losses')
  await eventually(async () => expect(await rows.count()).toBe(1))
  await page.reload()
  await rows.nth(0).waitFor()
  expect(await rows.count()).toBe(1)
  expect(await page.getByRole('searchbox').inputValue()).toBe('SPRING losses')

  // From the list to the report.
  await page.getByRole('link', { name: 'Losses of spring' }).click()
  await page.getByRole('heading', { name: 'Losses of spring', level: 1 }).waitFor()
})

test('a project without reports says what one is, and makes the first', async () => {
  const lab = await newLab(1, 2)
  const page = await openPage(lab.ann, `${lab.page}/reports`)
  await page.getByRole('heading', { name: 'No reports yet' }).waitFor()
  await page.getByRole('button', { name: 'New report' }).first().click()
  await page.getByRole('textbox', { name: 'Title' }).fill('What I found')
  await page.keyboard.press('Enter')
  await page.waitForURL(/reports\/[a-z0-9]+\?edit=1/)
  const { reports } = await lab.ann.client.get<{ reports: { title: string; mode: string }[] }>(`${lab.api}/reports`)
  expect(reports).toMatchObject([{ title: 'What I found', mode: 'pinned' }])
})

test('TestReq_RP_5 a report is renamed and deleted, and the deletion is undone', async () => {
  const lab = await newLab(1, 2)
  const { id } = await newReport(lab, { title: 'Old', blocks: [{ kind: 'markdown', text: 'kept' }] })
  const page = await openPage(lab.ann, `${lab.page}/reports`)
  await page.getByRole('button', { name: 'Actions for Old' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('New')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'New', exact: true }).waitFor()
  expect(await lab.ann.client.get(`${lab.api}/reports/${id}`)).toMatchObject({ title: 'New' })

  await page.getByRole('button', { name: 'Actions for New' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete report' }).click()
  await page.getByRole('heading', { name: 'No reports yet' }).waitFor()
  expect((await lab.ann.client.raw('GET', `${lab.api}/reports/${id}`)).status).toBe(404)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: 'New', exact: true }).waitFor()
  await eventually(async () => {
    expect(await lab.ann.client.get(`${lab.api}/reports/${id}`)).toMatchObject({ blocks: [{ text: 'kept' }] })
  })
  await eventually(async () => {
    const { rows } = await lab.ann.client.get<{ rows: { type: string }[] }>(`${lab.api}/audit`) // the tables may lag
    const types = rows.map((e) => e.type.replace(/\.v\d+$/, ''))
    expect(types).toEqual(expect.arrayContaining(['report.renamed', 'report.deleted', 'action.undone']))
  })
})
