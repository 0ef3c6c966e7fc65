import { createHash } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { Client, eventually, fresh, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

type Settings = { default_entity: string; default_privacy: string; save_code: boolean; entities: string[] }

test('TestReq_DF_1 the settings are a page of their own and change what the API says', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/')
  await page.getByRole('button', { name: `Signed in as ${ann.name}` }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/settings')
  await page.getByRole('combobox', { name: 'Default privacy' }).click()
  await page.getByRole('option', { name: 'Public' }).click()
  await page.getByText('are public by default').waitFor()
  expect(await ann.client.get<Settings>('/me/settings')).toMatchObject({ default_privacy: 'public' })
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await eventually(async () =>
    expect(await ann.client.get<Settings>('/me/settings')).toMatchObject({ default_privacy: 'private' }),
  )
})

test('TestReq_DF_2 the own entity is the default, is shown so, and takes runs without an entity', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/settings')
  const entity = page.getByRole('combobox', { name: 'Default entity' })
  await eventually(async () => expect(await entity.inputValue()).toBe(`${ann.name} (you)`))
  await ann.client.post('/projects', { name: 'digits' })
  await page.goto(`/${ann.name}`)
  await page.getByRole('link', { name: 'digits', exact: true }).waitFor()
})

test('TestReq_DF_3 the dropdown has exactly the own entity and teams that one may log to', async () => {
  const ann = await newPerson()
  const bob = await newPerson('bob')
  const [mine, member, viewer, foreign] = ['mine', 'member', 'viewer', 'foreign'].map(fresh)
  await ann.client.post('/teams', { name: mine })
  await bob.client.post('/teams', { name: member, members: [ann.name] })
  await bob.client.post('/teams', { name: viewer, members: [{ user: ann.name, role: 'viewer' }] })
  await bob.client.post('/teams', { name: foreign })
  const page = await openPage(ann, '/settings')
  await page.getByRole('combobox', { name: 'Default entity' }).click()
  const options = page.getByRole('option')
  await options.first().waitFor()
  const shown = await options.allTextContents()
  expect(shown.slice().sort()).toEqual([`${ann.name} (you)`, mine, member].sort())
  await page.getByRole('option', { name: member }).click()
  await page.getByText(`New projects go to ${member}`).waitFor()
  expect(await ann.client.get<Settings>('/me/settings')).toMatchObject({ default_entity: member })
})

test('TestReq_DF_4 projects of one’s own are private by default, and shown so', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/settings')
  await eventually(async () =>
    expect(await page.getByRole('combobox', { name: 'Default privacy' }).inputValue()).toBe('Private'),
  )
  await page.goto(`/${ann.name}?new=1`)
  await page.getByLabel('Name').fill('digits')
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('button', { name: 'Privacy: private' }).waitFor()
})

test('TestReq_DF_5 nobody else gets a private project listed, or opened', async () => {
  const ann = await newPerson()
  const bob = await newPerson('bob')
  await ann.client.post('/projects', { name: 'digits' })
  await ann.client.post('/projects', { name: 'shown', privacy: 'public' })
  const page = await openPage(bob, `/${ann.name}`)
  await page.getByRole('link', { name: 'shown', exact: true }).waitFor()
  expect(await page.getByRole('link', { name: 'digits', exact: true }).count()).toBe(0)
  for (const tab of ['overview', 'audit', 'trash']) {
    await page.goto(`/${ann.name}/digits/${tab}`)
    await page.getByText('There’s nothing here').waitFor()
  }
})

test('TestReq_DF_6 code saving is off until it’s switched on', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/settings')
  const toggle = page.getByRole('switch', { name: 'Save code' })
  await toggle.waitFor()
  expect(await toggle.isChecked()).toBe(false)
  await ann.client.log([{ project: `${ann.name}/digits`, run: 'before', step: 1, metrics: { loss: 1 } }])
  expect(await ann.client.get(`/projects/${ann.name}/digits/runs/before/files`)).toMatchObject({ files: [] })
})

test('TestReq_DF_7 switched on, new runs keep their code, byte for byte', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/settings')
  await page.getByRole('switch', { name: 'Save code' }).click()
  await page.getByText('Code saving is on').waitFor()
  await eventually(async () => {
    expect(await page.getByRole('switch', { name: 'Save code' }).isChecked()).toBe(true)
  })
  expect(await ann.client.get<Settings>('/me/settings')).toMatchObject({ save_code: true })
  const project = `${ann.name}/digits`
  const code = Buffer.from('import sys\r\nprint("ü")\t\n')
  await ann.client.log([{ project, run: 'a', step: 1, metrics: { loss: 1 } }])
  // A trainer asks what the setting is, and uploads its main script.
  await upload(ann.client, project, 'a', 'code/train.py', code)
  const files = await eventually(async () => {
    const answer = await ann.client.get<{ files: { name: string; sha256: string }[] }>(
      `/projects/${project}/runs/a/files`,
    )
    expect(answer.files.length).toBe(1)
    return answer.files
  })
  expect(files[0]).toMatchObject({ name: 'code/train.py', sha256: createHash('sha256').update(code).digest('hex') })
})

/** Uploads a file as wandb's library does: it asks for an address, and puts the content there. */
async function upload(client: Client, project: string, run: string, name: string, content: Buffer) {
  const [entity, of] = project.split('/')
  const query = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
    createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
      files { name uploadUrl }
    }
  }`
  const response = await fetch(`${inject('server')}/graphql`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`api:${client.key}`)}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables: { entity, project: of, run, files: [name] } }),
  })
  const text = await response.text()
  const url = /"uploadUrl":"([^"]+)"/.exec(text)?.[1]
  if (!url) throw new Error(`no address to upload to: ${text}`)
  const put = await fetch(JSON.parse(`"${url}"`) as string, { method: 'PUT', body: new Uint8Array(content) })
  expect(put.status, await put.text()).toBeLessThan(300)
}

test('TestReq_DF_8 what a run says of itself beats the setting', async () => {
  const ann = await newPerson()
  await ann.client.post('/projects', { name: 'digits', privacy: 'open' })
  const run = await ann.client.post(`/projects/${ann.name}/digits/runs`, { id: 'a', save_code: true })
  expect(run).toMatchObject({ save_code: true })
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  await page.getByRole('button', { name: 'Privacy: open' }).waitFor()
  await page.goto('/settings')
  expect(await page.getByRole('switch', { name: 'Save code' }).isChecked()).toBe(false)
  expect(await page.getByRole('combobox', { name: 'Default privacy' }).inputValue()).toBe('Private')
})

test('a new API key is shown once, works, and works no longer once it’s revoked', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/settings/keys')
  await page.getByLabel('What it is for').fill('laptop')
  await page.getByRole('button', { name: 'Create key' }).click()
  const key = (await page.locator('[data-secret]').textContent()) ?? ''
  expect(key.length).toBeGreaterThanOrEqual(40)
  await page.getByRole('button', { name: 'Copy' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key)
  const laptop = new Client(inject('server'), key)
  expect(await laptop.get('/me')).toMatchObject({ name: ann.name })
  const row = page.getByRole('table', { name: 'API keys' }).getByRole('row', { name: /laptop/ })
  await page.reload()
  await row.waitFor()
  expect(await page.getByText(key).count()).toBe(0)
  await row.getByRole('button', { name: 'Revoke laptop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click()
  await row.waitFor({ state: 'detached' })
  expect((await laptop.raw('GET', '/me')).status).toBe(401)
})

test('the password is changed, and all sessions are ended', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/settings')
  await page.getByLabel('Current password', { exact: true }).fill('not this one')
  await page.getByLabel('New password', { exact: true }).fill('another good one')
  await page.getByLabel('New password again').fill('another good one')
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Current password', { exact: true }).fill(ann.password)
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByText('Your password is set').waitFor()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByLabel('User name').fill(ann.name)
  await page.getByLabel('Password', { exact: true }).fill('another good one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor()
})
