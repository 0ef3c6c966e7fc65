import { expect, inject, test } from 'vitest'
import { admin, Client, eventually, fresh, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

/** An administrator of this test. */
async function newAdmin() {
  const root = await newPerson('root')
  await admin().patch(`/users/${root.name}`, { admin: true })
  return root
}

test('administration is refused to everybody else, and says so', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/administration')
  await page.getByText('You may not do this').waitFor()
})

test('a user is created with a key that is shown once, made an administrator, and deleted', async () => {
  const root = await newAdmin()
  const name = fresh('carey')
  const page = await openPage(root, '/administration')
  await page.getByLabel('User name').fill(name)
  await page.getByRole('button', { name: 'Create user' }).click()
  const key = (await page.locator('[data-secret]').textContent()) ?? ''
  const carey = new Client(inject('server'), key)
  expect(await carey.get('/me')).toMatchObject({ name, admin: false })

  const row = page.locator(`[data-user="${name}"]`)
  const choose = async (item: string) => {
    await row.getByRole('button', { name: `Menu of ${name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await page.getByLabel('Search users').fill(name)
  await choose('Make an administrator')
  await row.getByText('administrator').waitFor()
  expect(await carey.get('/me')).toMatchObject({ admin: true })
  await choose('Delete user')
  await page.getByLabel(`Type ${name} to go on`).fill(name)
  await page.getByRole('button', { name: 'Delete user' }).click()
  await row.waitFor({ state: 'detached' })
  expect((await carey.raw('GET', '/me')).status).toBe(401)
})

test('a one-time address signs a person in; a password is set; the sign-in is blocked', async () => {
  const root = await newAdmin()
  const ann = await newPerson()
  const page = await openPage(root, `/administration?q=${ann.name}`)
  const row = page.locator(`[data-user="${ann.name}"]`)
  const choose = async (item: string) => {
    await row.getByRole('button', { name: `Menu of ${ann.name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Make a one-time sign-in address')
  const url = (await page.locator('[data-secret]').textContent()) ?? ''
  const anns = await openPage(null, new URL(url).pathname + new URL(url).search)
  await anns.getByRole('button').click()
  await anns.getByRole('button', { name: `Signed in as ${ann.name}` }).waitFor()

  await choose('Set a new password')
  await page.getByLabel('New password', { exact: true }).fill('yet another good one')
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByText('has a new password').waitFor()
  const signIn = (password: string) =>
    fetch(`${inject('server')}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: ann.name, password }),
    }).then((r) => r.status)
  expect(await signIn('yet another good one')).toBe(200)
  await choose('Block sign-in')
  await page.getByRole('dialog').getByRole('button', { name: 'Block sign-in' }).click()
  await page.getByText('has no password').waitFor()
  expect(await signIn('yet another good one')).toBe(401)
})

test('a service account has keys alone', async () => {
  const root = await newAdmin()
  const name = fresh('ci')
  const page = await openPage(root, '/administration')
  await page.getByLabel('User name').fill(name)
  await page.getByLabel('Service account').click()
  await page.getByRole('button', { name: 'Create user' }).click()
  await page.getByText('it works with keys alone').waitFor()
  await page.getByRole('button', { name: `Menu of ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Make an API key' }).waitFor()
  expect(await page.getByRole('menuitem', { name: /password|sign-in/ }).count()).toBe(0)
})

test('the tables are verified against the log, with progress and outcome', async () => {
  const root = await newAdmin()
  const page = await openPage(root, '/administration/jobs')
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.locator('[data-job]').first().waitFor()
  await eventually(async () => {
    expect(await page.locator('[data-job=succeeded], [data-job=different]').count()).toBeGreaterThan(0)
  }, 40_000)
  await page
    .getByText(/tables are equal|tables differ/)
    .first()
    .waitFor()
})

test('a backup is downloaded; set-aside records and the server’s health are shown', async () => {
  const root = await newAdmin()
  const page = await openPage(root, '/administration/backup')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download a backup' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/\.tar$/)
  await file.cancel()
  const nav = page.getByRole('navigation', { name: 'Administration' })
  await nav.getByRole('link', { name: 'Set aside' }).click()
  await page
    .getByText('None: everything in the log was applied.')
    .or(page.getByRole('table', { name: 'Records' }))
    .waitFor()
  await nav.getByRole('link', { name: 'Server' }).click()
  await page.locator('[data-value=ready]', { hasText: 'ready' }).waitFor()
  expect(await page.locator('[data-value=version]').textContent()).toMatch(/\w/)
})
