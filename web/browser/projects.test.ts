import { expect, test } from 'vitest'
import { fresh, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

test('the list of projects: search and sort are in the address, data says when a project was last active', async () => {
  const ann = await newPerson()
  const names = ['digits', 'cifar', 'empty'].map(fresh)
  const [digits = '', cifar = '', empty = ''] = names
  for (const name of names) await ann.client.post('/projects', { entity: ann.name, name })
  await ann.client.patch(`/projects/${ann.name}/${cifar}`, { description: '# About\nsmall *pictures*' })
  for (const name of [cifar, digits]) {
    await ann.client.log([{ project: `${ann.name}/${name}`, run: 'a', step: 1, metrics: { loss: 1 } }])
  }
  const page = await openPage(ann, `/${ann.name}`)
  const rows = page.getByRole('table', { name: 'Projects' }).locator('tbody tr')
  await rows.filter({ hasText: digits }).locator('time').first().waitFor()
  const shown = async () => (await rows.allInnerTexts()).map((t) => names.find((n) => t.includes(n)))
  expect(await shown()).toEqual([digits, cifar, empty])
  await rows.filter({ hasText: empty }).getByText('no data yet').waitFor()

  await page.getByRole('button', { name: 'Project', exact: true }).click()
  await page.waitForURL((u) => u.searchParams.get('sort') === 'name')
  expect(await shown()).toEqual([cifar, digits, empty])
  await page.getByLabel('Search projects').fill('pictures')
  await page.getByText('1 of 3').waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('pictures')
  await page.reload()
  await page.getByText('1 of 3').waitFor()
  await rows.getByRole('link').click()
  await page.waitForURL((u) => u.pathname.startsWith(`/${ann.name}/${cifar}`))
})

test('the entity’s page lists its projects alone, and only what one may see', async () => {
  const ann = await newPerson()
  const bob = await newPerson('bob')
  await ann.client.post('/projects', { name: 'seen', privacy: 'public' })
  await ann.client.post('/projects', { name: 'hidden' })
  await bob.client.post('/projects', { name: 'own' })
  const page = await openPage(bob, `/${ann.name}`)
  await page.getByRole('heading', { level: 1, name: `Projects of ${ann.name}` }).waitFor()
  await page.getByRole('link', { name: /seen/ }).waitFor()
  expect(await page.getByRole('link', { name: /hidden|own/ }).count()).toBe(0)
  await page.getByRole('combobox', { name: 'Entity' }).click()
  await page.getByRole('option', { name: 'All entities' }).click()
  await page.getByRole('link', { name: `${bob.name} / own` }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
})

test('a new project is made in the dialog; a name that is taken is explained there', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, `/${ann.name}`)
  await page.getByText('There are no projects yet').waitFor()
  await page.getByRole('main').getByRole('button', { name: 'New project' }).last().click()
  const dialog = page.getByRole('dialog', { name: 'New project' })
  await dialog.getByLabel('Name').fill('digits')
  await dialog.getByLabel('Description').fill('About *digits*')
  await dialog.getByLabel('Privacy').click()
  await page.getByRole('option', { name: 'Public' }).click()
  await dialog.getByRole('button', { name: 'Create project' }).click()
  await page.waitForURL((u) => u.pathname === `/${ann.name}/digits/overview`)
  const made = await ann.client.get(`/projects/${ann.name}/digits`)
  expect(made).toMatchObject({ description: 'About *digits*', privacy: 'public' })

  await page.goto('/?new=1')
  await page.getByLabel('Name').fill('digits')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('alert').waitFor()
  expect(await page.getByLabel('Name').inputValue()).toBe('digits')
})

test('a thousand projects scroll: only those in sight are in the document', async () => {
  const ann = await newPerson()
  for (let i = 0; i < 120; i++) await ann.client.post('/projects', { name: `p${i}` })
  const page = await openPage(ann, `/${ann.name}?sort=name`)
  await page.getByText('120 projects').waitFor()
  const rows = page.getByRole('table', { name: 'Projects' }).locator('tbody tr')
  expect(await rows.count()).toBeLessThan(60)
  await page.getByRole('link', { name: /p0/ }).focus()
  await page.keyboard.press('End')
  await page.getByRole('link', { name: /p119/ }).waitFor()
})
