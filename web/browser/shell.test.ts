import { expect, test } from 'vitest'
import { admin, fresh, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

test('who isn’t signed in gets the form, and afterwards the address that was opened', async () => {
  const ann = await newPerson()
  await ann.client.post('/projects', { entity: ann.name, name: 'digits' })
  const page = await openPage(null, `/${ann.name}/digits/overview?x=1`)
  await page.getByLabel('User name').fill(ann.name)
  await page.getByLabel('Password', { exact: true }).fill('wrong password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Password', { exact: true }).fill(ann.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Workspace' }).waitFor()
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`/${ann.name}/digits/overview?x=1`)
})

test('TestReq_NAV_1 six tabs with own addresses; reload keeps the tab', async () => {
  const ann = await newPerson()
  await ann.client.post('/projects', { entity: ann.name, name: 'digits' })
  const page = await openPage(ann, `/${ann.name}/digits`)
  for (const tab of ['Overview', 'Workspace', 'Table', 'Reports', 'Sweeps', 'Artifacts']) {
    const link = page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: tab })
    await link.click()
    const path = `/${ann.name}/digits/${tab.toLowerCase()}`
    await page.waitForURL((u) => u.pathname === path)
    await page.reload()
    await page.locator('[aria-current=page]', { hasText: tab }).waitFor()
    expect(new URL(page.url()).pathname).toBe(path)
  }
  await page.goBack()
  expect(new URL(page.url()).pathname).toBe(`/${ann.name}/digits/sweeps`)
})

test('a project that one can’t see looks like one that isn’t there', async () => {
  const ann = await newPerson()
  const name = fresh('secret')
  await admin().post('/projects', { entity: 'admin', name })
  const page = await openPage(ann, `/admin/${name}/overview`)
  await page.getByText('There’s nothing here').waitFor()
})

test('the page holds to its content policy and says where it is', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/')
  const response = await page.reload()
  expect(response?.headers()['content-security-policy']).toContain("script-src 'self'")
  expect(await page.title()).toContain('runledger')
})
