import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Client } from './rig/client'
import { startServer } from './rig/global'
import { eventually, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

test('a page follows what others do, without reload', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.post('/projects', { entity: ann.name, name: 'digits' })
  const page = await openPage(ann, `/${project}/overview`)
  await page.locator('[data-live=live]').waitFor()
  await ann.client.put(`/projects/${project}/privacy`, { level: 'public' })
  await page.getByRole('button', { name: 'Privacy: public' }).waitFor()
  await ann.client.patch(`/projects/${project}`, { name: 'letters' })
  await page.waitForURL((u) => u.pathname === `/${ann.name}/letters/overview`)
})

test('a hidden page doesn’t listen, and one that is shown again catches up', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.post('/projects', { entity: ann.name, name: 'digits' })
  const page = await openPage(ann, `/${project}/overview`)
  await page.locator('[data-live=live]').waitFor()
  const hide = (hidden: boolean) =>
    page.evaluate((is) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => is })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await hide(true)
  await ann.client.put(`/projects/${project}/privacy`, { level: 'public' })
  await hide(false)
  await page.getByRole('button', { name: 'Privacy: public' }).waitFor()
})

test('a server that goes away is said, and the page heals when it’s back', async () => {
  const data = mkdtempSync(join(tmpdir(), 'runledger-live-'))
  let server = await startServer(data)
  const port = new URL(server.url).port
  const admin = new Client(server.url, readFileSync(join(data, 'admin.key'), 'utf8').trim())
  await admin.put('/users/admin/password', { new: 'correct horse battery' })
  await admin.post('/projects', { entity: 'admin', name: 'digits' })
  const page = await openPage(null, `${server.url}/admin/digits/overview`, { server: server.url })
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('[data-live=live]').waitFor()
  await server.stop()
  await page.locator('[data-live=lost]').waitFor()
  server = await startServer(data, '--listen', `127.0.0.1:${port}`)
  await page.locator('[data-live=live]').waitFor()
  await admin.put('/projects/admin/digits/privacy', { level: 'public' })
  await page.getByRole('button', { name: 'Privacy: public' }).waitFor()
  await eventually(async () => expect(await page.getByText('doesn’t answer').count()).toBe(0))
  await server.stop()
  rmSync(data, { recursive: true, force: true })
})
