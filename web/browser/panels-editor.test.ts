import { expect, test } from 'vitest'
import { newBoard, trainings } from './rig/panels'
import { eventually, openPage, withBrowser } from './rig/rig'

withBrowser()

type Stored = { panels: { id: string; title: string; spec: Record<string, unknown>; max_runs: number }[] }

test('TestReq_PN_14 a panel is added with metrics found by search; its title is their names, or a custom one', async () => {
  const board = await newBoard(trainings(3))
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const section = page.locator(`[data-section="${board.section}"]`)
  await section
    .getByRole('button', { name: /^Add a panel/ })
    .first()
    .click()
  const form = page.getByRole('form', { name: 'Panel' })
  const metrics = form.getByRole('combobox', { name: 'Metrics' })
  await metrics.fill('LOS')
  await form.getByRole('option', { name: /^loss/ }).click()
  await metrics.fill('acc')
  await form.getByRole('option', { name: /^acc/ }).waitFor()
  await metrics.press('ArrowDown')
  await metrics.press('Enter')
  await eventually(async () => {
    expect(await form.getByLabel('Title').getAttribute('placeholder')).toBe('loss, acc')
  })
  await form.getByRole('region', { name: 'Preview' }).locator('[data-kind=line]').waitFor()
  await form.getByRole('button', { name: 'Add panel' }).click()
  await page.locator('[data-panel]', { has: page.locator('h3', { hasText: 'loss, acc' }) }).waitFor()
  const added = await board.person.client.get<Stored>(`${board.me}/panels?q=loss, acc`)
  expect(added.panels[0]?.spec).toEqual({ kind: 'line', metrics: ['loss', 'acc'], max_runs: 10 })

  await page.goto(`/${board.project}/workspace`)
  const card = page.locator(`[data-panel="${added.panels[0]?.id}"]`)
  await card.hover()
  await card.getByRole('button', { name: /edit/i }).click()
  await form.getByLabel('Title').fill('How it learns')
  await form.getByRole('button', { name: 'Save' }).click()
  await card.locator('h3', { hasText: 'How it learns' }).waitFor()
  expect((await board.person.client.get<Stored>(`${board.me}/panels?q=learns`)).panels[0]?.title).toBe('How it learns')
})

test('TestReq_WS_22 the most runs of a panel are set in its editor', async () => {
  const board = await newBoard(trainings(14))
  const id = await board.add({ kind: 'bar', metrics: ['loss'] })
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const card = page.locator(`[data-panel="${id}"]`)
  // TestReq_WS_21's default, before.
  await card.locator('[data-bars="10"]').waitFor()
  await card.hover()
  await card.getByRole('button', { name: /edit/i }).click()
  const form = page.getByRole('form', { name: 'Panel' })
  await form.getByLabel('Most runs').fill('12')
  await form.locator('[data-bars="12"]').waitFor()
  expect(
    (await board.person.client.get<Stored>(`${board.me}/panels?q=loss`)).panels.find((p) => p.id === id)?.max_runs,
  ).toBe(10)
  await form.getByRole('button', { name: 'Save' }).click()
  await card.locator('[data-bars="12"]').waitFor()
  expect(
    (await board.person.client.get<Stored>(`${board.me}/panels?q=loss`)).panels.find((p) => p.id === id)?.spec.max_runs,
  ).toBe(12)
})

test('cancelling leaves everything, and asks first', async () => {
  const board = await newBoard(trainings(2))
  const id = await board.add({ kind: 'scalar', metrics: ['acc'] })
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const card = page.locator(`[data-panel="${id}"]`)
  await card.hover()
  await card.getByRole('button', { name: /edit/i }).click()
  const form = page.getByRole('form', { name: 'Panel' })
  await form.getByLabel('Title').fill('x')
  await form.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  await form.waitFor({ state: 'detached' })
  await card.locator('h3', { hasText: 'acc' }).waitFor()
})

test('what the server refuses stands at its field', async () => {
  const board = await newBoard(trainings(2))
  const id = await board.add({ kind: 'line', metrics: ['loss'] })
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const card = page.locator(`[data-panel="${id}"]`)
  await card.hover()
  await card.getByRole('button', { name: /edit/i }).click()
  const form = page.getByRole('form', { name: 'Panel' })
  const wrong = async (label: string) =>
    eventually(async () =>
      expect(await form.getByLabel(label, { exact: true }).getAttribute('aria-invalid')).toBe('true'),
    )
  await form.getByLabel('Most runs').fill('20000')
  await form.getByRole('button', { name: 'Save' }).click()
  await wrong('Most runs')
  await form.getByLabel('Most runs').fill('20')
  await form.getByRole('switch', { name: 'Own filter, search and order' }).click()
  await form.getByRole('button', { name: 'Edit as text' }).click()
  await form.getByLabel('Filter as text').fill('config.lr >')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByRole('alert').getByText('Line 1, column 12: A value should stand here.').waitFor()
  await form.getByLabel('Filter as text').fill('config.lr > 0.1')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.waitFor({ state: 'detached' })
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/editor-refused.png` })
  expect(
    (await board.person.client.get<Stored>(`${board.me}/panels?q=loss`)).panels.find((p) => p.id === id)?.spec,
  ).toMatchObject({ max_runs: 20, filter: 'config.lr > 0.1' })
})
