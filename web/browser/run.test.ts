import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, type Person, withBrowser } from './rig/rig'

withBrowser()

type Stored = { name: string; tags: string[]; notes?: string; color?: string; state: string }

async function trained(): Promise<{ ann: Person; project: string; stored: () => Promise<Stored> }> {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.log([
    { project, run: 'a', name: 'first try', config: { lr: 0.1, opt: { name: 'adam' } }, tags: ['base'] },
    ...Array.from({ length: 20 }, (_, step) => ({
      project,
      run: 'a',
      step,
      metrics: { 'train/loss': 1 / (step + 1), 'train/acc': step / 20, 'val/loss': 0.1 + 0.2, epoch: step, odd: 'NaN' },
    })),
  ])
  return { ann, project, stored: () => ann.client.get<Stored>(`/projects/${project}/runs/a`) }
}

test('the header: name, tags, notes and colour are changed in place and stored', async () => {
  const { ann, project, stored } = await trained()
  const page = await openPage(ann, `/${project}/runs/a`)
  await page.getByRole('heading', { name: 'first try', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByLabel('Name of the run').fill('second try')
  await page.getByLabel('Name of the run').press('Enter')
  await page.getByRole('heading', { name: 'second try', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Add tag' }).click()
  await page.getByLabel('New tag').fill('good one')
  await page.getByLabel('New tag').press('Enter')
  await page.locator('[data-tag="good one"]').waitFor()
  await page.getByRole('button', { name: 'Remove tag base' }).click()
  await page.locator('[data-tag=base]').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Add notes' }).click()
  await page.getByLabel('Notes, in Markdown').fill('It **works** now')
  await page.getByRole('button', { name: 'Save notes' }).click()
  await page.getByLabel('Notes', { exact: true }).locator('strong', { hasText: 'works' }).waitFor()
  await page.getByRole('button', { name: 'Colour of second try' }).click()
  await page.getByRole('radio', { name: 'Preset 3', exact: true }).click()
  await eventually(async () =>
    expect(await stored()).toMatchObject({
      name: 'second try',
      tags: ['good one'],
      notes: 'It **works** now',
      color: 'preset:3',
    }),
  )
  // What was done is said, with the way back.
  await page.getByRole('alert').filter({ hasText: 'Notes changed' }).getByRole('button', { name: 'Undo' }).click()
  await page.getByLabel('Notes', { exact: true }).waitFor({ state: 'detached' })
  await eventually(async () => expect((await stored()).notes ?? '').toBe(''))
})

test('charts of all that was logged, by prefix, with the exact last values; the search is in the address', async () => {
  const { ann, project } = await trained()
  const page = await openPage(ann, `/${project}/runs/a/charts`)
  const last = (metric: string) => page.locator(`[data-metric="${metric}"]`).getByTitle('Last value').textContent()
  await eventually(async () => {
    expect(await last('train/loss')).toBe('0.05')
    expect(await last('val/loss')).toBe('0.30000000000000004')
    expect(await last('epoch')).toBe('19')
    expect(await last('odd')).toBe('NaN')
  })
  expect(await page.getByRole('region', { name: 'train', exact: true }).locator('[data-metric]').count()).toBe(2)
  await page.getByLabel('Search metrics').fill('acc')
  await page.locator('[data-metric="val/loss"]').waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('q')).toBe('acc')
  await page.reload()
  await page.locator('[data-metric="train/acc"]').waitFor()
  expect(await page.locator('[data-metric]').count()).toBe(1)
})

test('a chart is zoomed, enlarged by its address, hidden from the summary and there all the same', async () => {
  const { ann, project } = await trained()
  await ann.client.patch(`/projects/${project}/runs/a`, { summary: { 'train/loss': null } })
  await ann.client.log([{ project, run: 'a', summary: { best: 1 } }])
  const page = await openPage(ann, `/${project}/runs/a/charts?metric=train%2Floss`)
  const dialog = page.getByRole('dialog', { name: 'train/loss' })
  const chart = dialog.locator('[data-chart]')
  await eventually(async () => expect(await chart.getAttribute('data-x-max')).toBe('19'))
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.has('metric')).toBe(false)
  // Summed up isn't logged: there is no chart of it.
  await page.locator('[data-metric="train/loss"] [data-chart]').waitFor()
  expect(await page.locator('[data-metric=best]').count()).toBe(0)
  await page.getByRole('button', { name: 'Actions of train/loss' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save as CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('train-loss.csv')
})

test('charts follow a running trainer without a reload', async () => {
  const { ann, project } = await trained()
  const page = await openPage(ann, `/${project}/runs/a/charts`)
  await page.getByText('Live', { exact: true }).waitFor()
  const val = page.locator('[data-metric="val/loss"]')
  await val.scrollIntoViewIfNeeded()
  await val.locator('[data-chart]').waitFor()
  const before = await val.boundingBox()
  await ann.client.log([{ project, run: 'a', step: 20, metrics: { 'val/loss': 0.0421, 'zz/metric': 1 } }])
  await val
    .getByTitle('Last value')
    .filter({ hasText: /^0.0421$/ })
    .waitFor()
  // What comes doesn't move what one looks at.
  await page.locator('[data-metric="zz/metric"]').waitFor()
  expect(await val.boundingBox()).toEqual(before)
  await eventually(async () => expect(await val.locator('[data-chart]').getAttribute('data-x-max')).toBe('20'))
})
