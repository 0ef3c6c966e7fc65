import { expect, test } from 'vitest'
import { newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

test('Ctrl-K finds runs, metrics, projects and commands', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.log([{ project, run: 'needle', step: 1, metrics: { 'train/loss': 1 } }])
  await ann.client.patch(`/projects/${project}/runs/needle`, { display_name: 'golden needle' })
  const page = await openPage(ann, `/${project}/overview`)
  const open = async (typed: string, name: RegExp) => {
    await page.getByRole('link', { name: 'Overview' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /Find runs/ }).fill(typed)
    await page.getByRole('listbox', { name: 'Found' }).getByRole('option', { name }).first().waitFor()
    while (
      (await page.getByRole('listbox', { name: 'Found' }).getByRole('option', { selected: true }).textContent())?.match(
        name,
      ) === null
    ) {
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('Enter')
  }
  await open('golden', /golden needle/)
  await page.waitForURL((u) => u.pathname === `/${project}/runs/needle`)
  await open('train/lo', /metric.*train\/loss/)
  await page.waitForURL((u) => u.pathname === `/${project}/workspace` && u.searchParams.get('q') === 'train/loss')
  await open('tab', /Go to table/)
  await page.waitForURL((u) => u.pathname === `/${project}/table`)
  await open('dark', /Colours: dark/)
  expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
  await page.reload()
  expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
})

test('? lists what the keyboard does here', async () => {
  const ann = await newPerson()
  const page = await openPage(ann, '/')
  await page.getByRole('navigation', { name: 'Everywhere' }).waitFor()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard' })
  await sheet.getByText('Ctrl+K').waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
})

test('? lists the keys of what is on the page', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.log([{ project, run: 'a', step: 1, metrics: { loss: 1 }, console: ['printed'] }])
  const page = await openPage(ann, `/${project}/workspace`)
  const listed = async (...texts: string[]) => {
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard' })
    for (const text of texts) await sheet.getByText(text, { exact: false }).first().waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  }
  await page.locator('[data-chart]').first().waitFor()
  await listed('List of runs: rename', 'Chart: from point', 'Undo', 'Ctrl+Shift+Z', 'Handle of a panel or section')
  await page.goto(`/${project}/table`)
  await page.locator('[role=row][data-run]').first().waitFor()
  await listed('Table: choose the run')
  await page.goto(`/${project}/runs/a/console`)
  await page.getByText('printed').waitFor()
  await listed('Console: scroll')
})
