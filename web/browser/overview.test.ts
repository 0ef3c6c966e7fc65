import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, type Person, withBrowser } from './rig/rig'

withBrowser()

async function withProject(...runs: string[]) {
  const ann = await newPerson()
  await ann.client.post('/projects', { name: 'digits' })
  await ann.client.log(runs.map((run) => ({ project: `${ann.name}/digits`, run, step: 1, metrics: { loss: 1 } })))
  return ann
}
const at = (who: Person, name = 'digits') => `/projects/${who.name}/${name}`
const menu = async (page: Awaited<ReturnType<typeof openPage>>, item: string | RegExp) => {
  await page.getByRole('button', { name: 'Project menu' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('TestReq_OV_1 the name is edited in place: Enter saves, Esc cancels, what is wrong is said there', async () => {
  const ann = await withProject()
  await ann.client.post('/projects', { name: 'taken' })
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  const name = page.getByLabel('Name of the project')
  await page.getByRole('button', { name: 'digits: rename' }).click()
  await name.fill('something')
  await name.press('Escape')
  await page.getByRole('button', { name: 'digits: rename' }).click()
  await name.fill('taken')
  await name.press('Enter')
  await page.getByText('There is a project').waitFor()
  await name.fill('a/b')
  await name.press('Enter')
  await eventually(async () => expect(await name.getAttribute('aria-invalid')).toBe('true'))
  await name.fill('numbers')
  await name.press('Enter')
  await page.waitForURL((u) => u.pathname === `/${ann.name}/numbers/overview`)
  await page.getByRole('button', { name: 'numbers: rename' }).waitFor()
  expect(await ann.client.get(at(ann, 'numbers'))).toMatchObject({ name: 'numbers' })
})

test('TestReq_OV_2 an address with the old name opens the project, at its new one', async () => {
  const ann = await withProject()
  await ann.client.patch(at(ann), { name: 'numbers' })
  const page = await openPage(ann, `/${ann.name}/digits/overview?x=1`)
  await page.waitForURL((u) => u.pathname === `/${ann.name}/numbers/overview` && u.search === '?x=1')
  await page.getByRole('heading', { level: 1, name: /numbers/ }).waitFor()
})

const hostile = `# About
<script>window.broken = 1</script>
<img src=x onerror="window.broken = 2">

[click](javascript:window.broken=3) [data](data:text/html,<script>window.broken=4</script>)
![picture](https://example.org/pixel.png)
[good](https://example.org/ok) and **bold**

| a | b |
|---|---|
| 1 | 2 |
`

test('TestReq_OV_3 the description is edited in place, kept byte for byte, shown rendered and harmless', async () => {
  const ann = await withProject()
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  await page.getByRole('button', { name: 'Edit' }).click()
  const editor = page.getByLabel('Description, in Markdown')
  await editor.fill(hostile)
  await page.getByText('Preview', { exact: true }).click()
  await page.locator('[data-preview] strong').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  const shown = page.locator('[data-description]')
  await shown.locator('strong', { hasText: 'bold' }).waitFor()
  expect(await shown.locator('td').count()).toBe(2)
  expect(await ann.client.get(at(ann))).toMatchObject({ description: hostile })

  expect(await shown.locator('script, img').count()).toBe(0)
  const links = await shown.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  expect(links.filter((h) => h && !h.startsWith('https://'))).toEqual([])
  expect(links).toContain('https://example.org/ok')
  const handlers = await shown.evaluate((e) =>
    [...e.querySelectorAll('*')].flatMap((x) => x.getAttributeNames()).filter((n) => n.startsWith('on')),
  )
  expect(handlers).toEqual([])
  await shown.getByText('click').click()
  expect(await page.evaluate(() => (window as { broken?: number }).broken)).toBeUndefined()
})

test('TestReq_OV_4_FAQ_1 the dot menu deletes a project once its name was typed; undo brings it back', async () => {
  const ann = await withProject('a')
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  await menu(page, 'Delete project')
  const dialog = page.getByRole('dialog', { name: 'Delete digits?' })
  await dialog.getByText('its 1 run').waitFor()
  const button = dialog.getByRole('button', { name: 'Delete project' })
  expect(await button.isDisabled()).toBe(true)
  await dialog.getByLabel('Type digits to go on').fill('digits')
  await button.click()
  await page.waitForURL((u) => u.pathname === `/${ann.name}`)
  await page.getByText('digits is in the trash').waitFor()
  expect((await ann.client.raw('GET', at(ann))).status).toBe(404)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.waitForURL((u) => u.pathname === `/${ann.name}/digits/overview`)
  expect((await ann.client.raw('GET', at(ann))).status).toBe(200)
})

test('TestReq_OV_5 an empty project is deleted after a simple question', async () => {
  const ann = await withProject()
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  await menu(page, 'Delete project')
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByRole('textbox').count()).toBe(0)
  await dialog.getByRole('button', { name: 'Delete project' }).click()
  await page.waitForURL((u) => u.pathname === `/${ann.name}`)
  expect((await ann.client.raw('GET', at(ann))).status).toBe(404)
})

test('TestReq_OV_7 last active is said relatively and exactly, and follows the data', async () => {
  const ann = await withProject('a')
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  const value = page.locator('[data-value=last-active]')
  const first = await value.locator('time').getAttribute('datetime')
  const { last_active } = await ann.client.get<{ last_active: string }>(`${at(ann)}/overview`)
  expect(first).toBe(last_active)
  expect(await value.textContent()).toMatch(/just now|seconds? ago/)
  expect(await value.textContent()).toContain(`${last_active.slice(0, 10)} ${last_active.slice(11, 19)}`)
  await ann.client.patch(`${at(ann)}/runs/a`, { display_name: 'renamed' })
  await ann.client.log([{ project: `${ann.name}/digits`, run: 'b', step: 1, metrics: { loss: 1 } }])
  await eventually(async () => expect(await value.locator('time').getAttribute('datetime')).not.toBe(first))
})

test('TestReq_OV_8 total compute is a duration, with exact seconds when pointed at', async () => {
  const ann = await withProject('a', 'b')
  for (const run of ['a', 'b']) {
    await ann.client.log([{ project: `${ann.name}/digits`, run, finish: { exit_code: run === 'a' ? 0 : 1 } }])
  }
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  const value = page.locator('[data-value=compute] [data-seconds]')
  const { total_compute_seconds } = await ann.client.get<{ total_compute_seconds: number }>(`${at(ann)}/overview`)
  expect(Number(await value.getAttribute('data-seconds'))).toBe(total_compute_seconds)
  await value.hover()
  await page.getByRole('tooltip', { name: `${total_compute_seconds} s` }).waitFor()
  await page.locator('[data-state=finished]', { hasText: '1' }).waitFor()
  await page.locator('[data-state=failed]', { hasText: '1' }).waitFor()
})

test('TestReq_OV_9 undelete all runs says how many, and they are back', async () => {
  const ann = await withProject('a', 'b', 'c')
  await ann.client.post(`${at(ann)}/runs:delete`, { runs: ['a', 'b'] })
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  await menu(page, 'Undelete all runs (2)')
  await page.getByText('2 runs are back').waitFor()
  await eventually(async () => expect(await page.locator('[data-value=runs]').textContent()).toBe('3'))
  expect(await ann.client.get(`${at(ann)}/runs`)).toMatchObject({ total: 3 })
})

test('as of an earlier moment the overview shows what was so then, and nothing can be changed', async () => {
  const ann = await withProject('a')
  const { position } = await ann.client.patch<{ position: string }>(at(ann), { description: 'as it was' })
  await ann.client.patch(at(ann), { description: 'as it is' })
  const page = await openPage(ann, `/${ann.name}/digits/overview?as_of=${position}`)
  await page.getByText('as it was', { exact: true }).first().waitFor()
  expect(await page.getByRole('button', { name: /^(Rename|Edit|Invite)/ }).count()).toBe(0)
})
