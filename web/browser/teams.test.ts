import { expect, test } from 'vitest'
import { eventually, fresh, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

test('TestReq_FAQ_5 a team shares a project with a few people, and with nobody else', async () => {
  const [ann, bob, eve] = [await newPerson('ann'), await newPerson('bob'), await newPerson('eve')]
  const team = fresh('vision')
  const page = await openPage(ann, '/teams')
  await page.getByText('You are in no team').waitFor()
  await page.getByLabel('Name of the team').fill(team)
  await page.getByLabel('Members').fill(bob.name)
  await page.getByRole('button', { name: 'Create team' }).click()
  await page.waitForURL((u) => u.pathname === `/teams/${team}`)
  await page.locator(`[data-member="${bob.name}"]`).waitFor()

  await page.getByRole('link', { name: `Projects of ${team}` }).click()
  await page.getByRole('main').getByRole('button', { name: 'New project' }).first().click()
  await page.getByLabel('Name').fill('digits')
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('button', { name: 'Privacy: team' }).waitFor()

  const bobs = await openPage(bob, `/${team}/digits/overview`)
  await bobs.getByRole('heading', { level: 1, name: 'digits' }).waitFor()
  const eves = await openPage(eve, `/${team}/digits/overview`)
  await eves.getByText('There’s nothing here').waitFor()
})

test('members get roles, are added and removed; a removal is undone', async () => {
  const [ann, bob] = [await newPerson('ann'), await newPerson('bob')]
  const team = fresh('vision')
  await ann.client.post('/teams', { name: team })
  const page = await openPage(ann, `/teams/${team}`)
  await page.getByRole('combobox', { name: 'Add a person' }).fill(bob.name)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const row = page.locator(`[data-member="${bob.name}"]`)
  await row.getByRole('combobox').click()
  await page.getByRole('option', { name: 'Viewer' }).click()
  const roles = async () => (await ann.client.get<{ members: unknown[] }>(`/teams/${team}`)).members
  await eventually(async () => expect(await roles()).toContainEqual({ user: bob.name, role: 'viewer' }))
  await row.getByRole('button', { name: `Remove ${bob.name}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click()
  await row.waitFor({ state: 'detached' })
  expect(await roles()).toHaveLength(1)
  await page.getByRole('alert').filter({ hasText: 'is no longer in' }).getByRole('button', { name: 'Undo' }).click()
  await row.waitFor()
  await page.getByRole('combobox', { name: 'Add a person' }).fill('nobody-of-that-name')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: 'nobody-of-that-name' }).waitFor()
})

test('a member leaves; who isn’t an administrator sees who is in it, and changes nothing', async () => {
  const [ann, bob] = [await newPerson('ann'), await newPerson('bob')]
  const team = fresh('vision')
  await ann.client.post('/teams', { name: team, members: [bob.name] })
  const page = await openPage(bob, `/teams/${team}`)
  await page.locator(`[data-member="${ann.name}"]`).waitFor()
  expect(await page.getByRole('button', { name: /^Remove|^Add|Delete team/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'Leave the team' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave team' }).click()
  await page.waitForURL((u) => u.pathname === '/teams')
  await page.getByText('You are in no team').waitFor()
})

test('a team is deleted once its name was typed', async () => {
  const ann = await newPerson('ann')
  const team = fresh('vision')
  await ann.client.post('/teams', { name: team })
  const page = await openPage(ann, `/teams/${team}`)
  await page.getByRole('button', { name: 'Delete team' }).click()
  await page.getByLabel(`Type ${team} to go on`).fill(team)
  await page.getByRole('dialog').getByRole('button', { name: 'Delete team' }).click()
  await page.waitForURL((u) => u.pathname === '/teams')
  expect((await ann.client.raw('GET', `/teams/${team}`)).status).toBe(404)
})

test('TestReq_FAQ_4 once a project is private, its pages are gone for others', async () => {
  const [ann, bob] = [await newPerson('ann'), await newPerson('bob')]
  await ann.client.log([{ project: `${ann.name}/digits`, run: 'a', step: 1, metrics: { loss: 1 } }])
  await ann.client.put(`/projects/${ann.name}/digits/privacy`, { level: 'public' })
  const page = await openPage(bob, `/${ann.name}/digits/overview`)
  await page.getByRole('button', { name: 'Privacy: public' }).waitFor()
  await ann.client.put(`/projects/${ann.name}/digits/privacy`, { level: 'private' })
  for (const path of ['overview', 'runs/a', 'reports']) {
    await page.goto(`/${ann.name}/digits/${path}`)
    await page.getByText('There’s nothing here').waitFor()
  }
})
