import { expect, test } from 'vitest'
import { seriousFindings } from './rig/axe'
import { eventually, newPerson, openPage, withBrowser } from './rig/rig'
import { column, hasLines, heading, twelve } from './rig/table'

withBrowser()

test('axe finds nothing serious in the table, its menus and groups', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table?selected=cnn-0.1-0,mlp-0.1-1`)
  await hasLines(page, 12)
  expect(await seriousFindings(page)).toEqual([])
  await heading(page, 'summary.loss').hover()
  await page.getByRole('button', { name: 'What to do with the column loss' }).click()
  await page.getByRole('menu').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('menuitem', { name: 'Group by loss' }).click()
  await eventually(async () => expect(await column(page, 'group')).not.toEqual([]))
  expect(await seriousFindings(page)).toEqual([])
})

test('axe finds nothing serious in the chooser of columns and the comparer', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, '/')
  for (const query of ['columns=1', 'columns=1&columns_of=shown', 'compare=cnn-0.1-0,mlp-0.1-1']) {
    await page.goto(`/${project}/table?${query}`)
    await page.getByRole('dialog').waitFor()
    await eventually(async () => expect(await page.locator('[aria-busy=true]').count()).toBe(0))
    expect(await seriousFindings(page), query).toEqual([])
  }
})

test('in the past one looks and changes nothing; the order is one’s own, in the address', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table?as_of=${new Date(Date.now() + 1).toISOString()}`)
  await hasLines(page, 12)
  await heading(page, 'summary.loss').click()
  await eventually(async () => expect((await column(page, 'summary.loss'))[0]).toBe('0.003'))
  expect(new URL(page.url()).searchParams.get('sort')).toBe('summary.loss%3Aasc')
  const stored = await ann.client.get<{ fields: Record<string, unknown> }>(`/projects/${project}/workspaces/me`)
  expect(stored.fields.sort).toBeUndefined()
  await page.getByRole('checkbox', { name: 'Choose cnn-0.1-0' }).click()
  await page.getByRole('region', { name: 'Chosen runs' }).waitFor()
  expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Compare' }).count()).toBe(1)
})
