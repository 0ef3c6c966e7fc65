import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

async function withTrash(runs: string[], keep: string[] = []) {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.log([...runs, ...keep].map((run) => ({ project, run, step: 1, metrics: { loss: 1 } })))
  if (runs.length > 0) await ann.client.post(`/projects/${project}/runs:delete`, { runs })
  return { ann, project }
}

test('deleted runs are taken out one by one, some, or all', async () => {
  const { ann, project } = await withTrash(['a', 'b', 'c', 'd', 'e'], ['kept'])
  const page = await openPage(ann, `/${project}/overview`)
  await page.getByRole('button', { name: 'More pages' }).click()
  await page.getByRole('menuitem', { name: 'Trash' }).click()
  const rows = page.getByRole('table', { name: 'Deleted runs' }).locator('tbody tr')
  await eventually(async () => expect(await rows.count()).toBe(5))
  await rows
    .first()
    .getByRole('button', { name: /^Undelete/ })
    .click()
  await eventually(async () => expect(await rows.count()).toBe(4))
  await rows.nth(0).getByRole('checkbox').click()
  await rows.nth(1).getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Undelete 2 runs' }).click()
  await eventually(async () => expect(await rows.count()).toBe(2))
  await page.getByRole('button', { name: 'Undelete all 2 runs' }).click()
  await page.getByText('No deleted runs').waitFor()
  expect(await ann.client.get(`/projects/${project}/runs`)).toMatchObject({ total: 6 })
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await eventually(async () => expect(await rows.count()).toBe(2))
})

test('purging asks for the project’s name, and says what is freed and what remains', async () => {
  const { ann, project } = await withTrash(['a', 'b'], ['kept'])
  const page = await openPage(ann, `/${project}/trash`)
  await page.getByRole('button', { name: 'Purge all 2 runs…' }).click()
  const dialog = page.getByRole('dialog')
  const button = dialog.getByRole('button', { name: 'Purge all 2 runs' })
  expect(await button.isDisabled()).toBe(true)
  await dialog.getByLabel('Type digits to go on').fill('digits')
  await button.click()
  await page.locator('[data-purge=done]').waitFor()
  const purge = page.getByRole('region', { name: 'Purge' })
  await purge.getByText('all rows are removed').waitFor()
  await purge.getByText(/remain in \d+ records/).waitFor()
  await page.getByText('No deleted runs').waitFor()
  expect((await ann.client.raw('GET', `/projects/${project}/runs/a`)).status).toBe(404)
  await page.reload()
  await page.getByText('Purged 2 runs').waitFor() // it's in the address
})

test('deleted projects are taken out of the trash, or purged', async () => {
  const ann = await newPerson()
  for (const name of ['one', 'two']) {
    await ann.client.post('/projects', { name })
    await ann.client.del(`/projects/${ann.name}/${name}`)
  }
  const page = await openPage(ann, '/trash')
  const one = page.locator('[data-project=one]')
  await one.getByRole('button', { name: 'Undelete' }).click()
  await page.getByText('one is back').waitFor()
  await one.waitFor({ state: 'detached' })
  expect((await ann.client.raw('GET', `/projects/${ann.name}/one`)).status).toBe(200)

  await page.locator('[data-project=two]').getByRole('button', { name: 'Purge' }).click()
  await page.getByLabel('Type two to go on').fill('two')
  await page.getByRole('button', { name: 'Purge project' }).click()
  await page.locator('[data-purge=done]').waitFor()
  await page.getByText('No deleted projects').waitFor()
})

test('TestReq_OV_10 a run that is taken out again has its name, colour, tags and history as before', async () => {
  const { ann, project } = await withTrash([], ['a'])
  const history = () => ann.client.get<{ rows: unknown }>(`/projects/${project}/runs/a/history`).then((h) => h.rows)
  await ann.client.patch(`/projects/${project}/runs/a`, { color: '#12ab9f', tags: ['good'] })
  const before = await history()
  await ann.client.post(`/projects/${project}/runs:delete`, { runs: ['a'] })
  const page = await openPage(ann, `/${project}/trash`)
  const row = page.getByRole('table', { name: 'Deleted runs' }).locator('tbody tr')
  await row.getByText('good').waitFor()
  await row.getByRole('button', { name: /^Undelete/ }).click()
  await page.getByText('1 run taken out of the trash').waitFor()
  expect(await history()).toEqual(before)
  expect(await ann.client.get(`/projects/${project}/runs`)).toMatchObject({
    runs: [{ id: 'a', color: '#12ab9f', tags: ['good'] }],
  })
})
