import { expect, test } from 'vitest'
import { eventually, withBrowser } from './rig/rig'
import { expectNames, expectStored, manyRuns, newProject, openWorkspace, stored } from './rig/runs'

withBrowser()

test('TestReq_WS_9 the list is searched as one types, and the search stays', async () => {
  const { ann, project } = await newProject(manyRuns(12))
  const { page, runs } = await openWorkspace(ann, project)
  const box = page.getByRole('searchbox', { name: 'Search runs' })
  await box.pressSequentially('RUN 1')
  await expectNames(runs, ['run 12', 'run 11', 'run 10', 'run 1'])
  await page.getByText('4 of 12').waitFor()
  await expectStored(ann, project, { search: 'RUN 1' })
  expect(await box.inputValue()).toBe('RUN 1')
  await page.reload()
  await expectNames(runs, ['run 12', 'run 11', 'run 10', 'run 1'])
  expect(await box.inputValue()).toBe('RUN 1')
  await box.press('End')
  await box.press('2')
  await box.press('Backspace')
  await box.press('0')
  await expectNames(runs, ['run 10'])
  await box.fill('nothing like it')
  await page.getByText('No run matches').waitFor()
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await eventually(async () => expect(await runs.getAttribute('aria-rowcount')).toBe('12'))
  expect((await stored(ann, project)).run_set.search).toBeUndefined()
})

test('TestReq_WS_10 the plots change with the search box', async () => {
  const { ann, project } = await newProject(manyRuns(5))
  const { page, charts, runs } = await openWorkspace(ann, project)
  await runs.getByRole('row', { name: 'run 5', exact: true }).waitFor()
  const asked: string[] = []
  page.on('request', (r) => r.method() === 'PATCH' && asked.push(r.postData() ?? ''))
  const box = page.getByRole('searchbox', { name: 'Search runs' })
  await box.pressSequentially('run 4')
  await charts.show(['r4'])
  await expectNames(runs, ['run 4'])
  expect(asked.length).toBeLessThan(5) // not one for each letter
  await box.fill('')
  await charts.show(['r1', 'r2', 'r3', 'r4', 'r5'])
})

test('TestReq_WS_11 regular expressions work in the search; what is wrong with one is said where', async () => {
  const { ann, project } = await newProject(manyRuns(12))
  const { page, charts, runs } = await openWorkspace(ann, project)
  const box = page.getByRole('searchbox', { name: 'Search runs' })
  await box.fill('^run 1[01]$')
  await page.getByText('No run matches').waitFor() // it's a text yet
  await page.getByRole('button', { name: 'Regular expression' }).click()
  await expectNames(runs, ['run 11', 'run 10'])
  await charts.show(['r10', 'r11'])
  await expectStored(ann, project, { search: '^run 1[01]$', search_mode: 'regex' })
  await box.fill('^run (1')
  await page.getByText(/column \d+|byte \d+|position \d+/).waitFor()
  expect(await box.getAttribute('aria-invalid')).toBe('true')
  await expectNames(runs, ['run 11', 'run 10']) // as before
  await box.fill('^run (1|2)$')
  await expectNames(runs, ['run 2', 'run 1'])
  expect(await box.getAttribute('aria-invalid')).not.toBe('true')
  await page.reload()
  await expectNames(runs, ['run 2', 'run 1'])
  const toggle = page.getByRole('button', { name: 'Regular expression' })
  expect(await toggle.getAttribute('aria-pressed')).toBe('true')
})
