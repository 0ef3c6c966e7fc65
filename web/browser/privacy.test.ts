import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, type Person, withBrowser } from './rig/rig'

withBrowser()

const make = (who: Person, more: object = {}) => who.client.post('/projects', { name: 'digits', ...more })
const privacy = (who: Person) => who.client.get(`/projects/${who.name}/digits/privacy`)

test('TestReq_OV_6 the lock opens the levels, each with a sentence, and saves the one that is chosen', async () => {
  const ann = await newPerson()
  await make(ann)
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  await page.getByRole('button', { name: 'Privacy: private' }).click()
  const dialog = page.getByRole('dialog', { name: 'Privacy of digits' })
  await dialog.getByText('Everybody with an account may see it; members log runs.').waitFor()
  await dialog.getByRole('radio', { name: 'Public' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Privacy: public' }).waitFor()
  expect(await privacy(ann)).toMatchObject({ level: 'public', view: 'everyone', submit: 'members' })
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByRole('button', { name: 'Privacy: private' }).waitFor()
})

test('TestReq_FAQ_2 the lock is in the bar of all six tabs', async () => {
  const ann = await newPerson()
  await make(ann, { privacy: 'restricted' })
  const page = await openPage(ann, `/${ann.name}/digits/overview`)
  for (const tab of ['Overview', 'Workspace', 'Table', 'Reports', 'Sweeps', 'Artifacts']) {
    await page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: tab }).click()
    await page.waitForURL((u) => u.pathname.endsWith(`/${tab.toLowerCase()}`))
    await page.getByRole('banner').getByRole('button', { name: 'Privacy: restricted' }).waitFor()
  }
})

test('TestReq_FAQ_3 who may view and who may submit are set one by one', async () => {
  const ann = await newPerson()
  await make(ann)
  const page = await openPage(ann, `/${ann.name}/digits/overview?privacy=1`)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Who may view' }).click()
  await page.getByRole('option', { name: 'Everybody with an account' }).click()
  expect(await dialog.getByRole('radio', { name: 'Public' }).isChecked()).toBe(true)
  await dialog.getByRole('combobox', { name: 'Who may submit runs' }).click()
  await page.getByRole('option', { name: 'People who were invited' }).click()
  await dialog.getByRole('radio', { name: 'Custom' }).waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Privacy: custom' }).waitFor()
  expect(await privacy(ann)).toMatchObject({ level: 'custom', view: 'everyone', submit: 'invited' })
})

test('who may not change it sees it, and why not', async () => {
  const ann = await newPerson()
  const bob = await newPerson('bob')
  await make(ann, { privacy: 'public' })
  const page = await openPage(bob, `/${ann.name}/digits/overview?privacy=1`)
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Only administrators of').waitFor()
  expect(await dialog.getByRole('radio', { name: 'Open' }).isDisabled()).toBe(true)
  expect(await dialog.getByRole('button', { name: 'Save' }).count()).toBe(0)
})

test('people are invited, given a role, and taken out again', async () => {
  const ann = await newPerson()
  const bob = await newPerson('bob')
  await make(ann, { privacy: 'restricted' })
  const page = await openPage(ann, `/${ann.name}/digits/overview?privacy=1`)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Invite a person').fill(bob.name)
  await dialog.getByRole('button', { name: 'Invite' }).click()
  await dialog.getByRole('cell', { name: bob.name, exact: true }).waitFor()
  expect((await bob.client.raw('GET', `/projects/${ann.name}/digits`)).status).toBe(200)
  await dialog.getByRole('button', { name: `Take the invitation of ${bob.name} back` }).click()
  await eventually(async () => expect((await bob.client.raw('GET', `/projects/${ann.name}/digits`)).status).toBe(404))
})
