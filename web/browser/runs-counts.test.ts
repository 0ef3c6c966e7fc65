import { expect, test } from 'vitest'
import { eventually, withBrowser } from './rig/rig'
import { manyRuns, newProject, openWorkspace, stored } from './rig/runs'

withBrowser()

test('TestReq_WS_18 the list opens as the table, with filter, sort, groups and search', async () => {
  const { ann, project } = await newProject(manyRuns(6, (i) => ({ config: { half: Math.ceil(i / 3) } })))
  await ann.client.patch(`/projects/${project}/workspaces/me`, {
    search: 'run',
    filter: 'config.half = 1',
    sort: ['summary.loss:desc'],
  })
  const { page, row } = await openWorkspace(ann, project)
  await row('run 3').waitFor()
  const before = (await stored(ann, project)).run_set.id
  const asked = page.waitForResponse((r) => /workspaces\/me\/runs/.test(r.url()) && r.ok())
  await page.getByRole('link', { name: 'Open as table' }).click()
  await page.waitForURL((u) => u.pathname === `/${project}/table`)
  const answer = (await (await asked).json()) as { run_set: { id: string }; matched: number }
  expect(answer.run_set.id).toBe(before)
  expect(answer.matched).toBe(3)
  await page.getByText('run 3').first().waitFor()
  expect(await page.getByText('run 6').count()).toBe(0)
  await eventually(async () =>
    expect(await page.getByRole('searchbox', { name: 'Search runs' }).inputValue()).toBe('run'),
  )
  await page.getByRole('button', { name: /^Filter: config.half = 1/ }).waitFor()
  await page.goBack()
  await row('run 3').waitFor()
})

test('TestReq_WS_19 the number in parentheses is all runs of the project, whatever is chosen', async () => {
  const { ann, project } = await newProject(manyRuns(183))
  const { page } = await openWorkspace(ann, project)
  await page.getByRole('heading', { name: 'Runs (183)' }).waitFor()
  await page.getByRole('searchbox', { name: 'Search runs' }).fill('run 18')
  await page.getByText('5 of 183').waitFor()
  await page.getByRole('heading', { name: 'Runs (183)' }).waitFor()
  expect((await stored(ann, project)).total).toBe(183)
  await ann.client.log([{ project, run: 'r184', name: 'run 184' }]) // while one looks
  await page.getByRole('heading', { name: 'Runs (184)' }).waitFor()
})

test('TestReq_WS_20 “visualized” is how many runs have their eye on', async () => {
  const { ann, project } = await newProject(manyRuns(12))
  await ann.client.patch(`/projects/${project}/workspaces/me`, { visibility: { r1: false, r2: false } })
  const { page, row } = await openWorkspace(ann, project)
  await page.getByText('10 visualized').waitFor()
  await row('run 12').getByRole('button', { name: 'Show run 12 in charts' }).click()
  await page.getByText('9 visualized').waitFor()
  expect((await stored(ann, project)).visualized).toBe(9)
  await page.reload()
  await page.getByText('9 visualized').waitFor()
})
