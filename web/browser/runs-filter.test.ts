import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, withBrowser } from './rig/rig'
import { expectNames, expectStored, manyRuns, newProject, openWorkspace, stored } from './rig/runs'

withBrowser()

const eighteen = manyRuns(18, (i) => ({
  config: { lr: i / 100, arch: i % 3 === 0 ? 'vit' : 'mlp', 'odd.key': i },
  tags: i % 6 === 0 ? ['baseline'] : [],
  ...(i > 9 ? { finish: { exit_code: i === 18 ? 1 : 0 } } : {}),
}))

/** Chooses what a condition is about, by typing. */
async function pick(page: Page, condition: number, type: string, option: string) {
  const row = page.getByRole('group', { name: /^Condition on/ }).nth(condition)
  await row.getByRole('combobox', { name: 'Field' }).fill(type)
  await page.getByRole('option', { name: option, exact: true }).click()
  return row
}

async function choose(page: Page, condition: number, operator: string) {
  const row = page.getByRole('group', { name: /^Condition on/ }).nth(condition)
  await row.getByRole('combobox', { name: 'Operator' }).click()
  await page.getByRole('option', { name: operator, exact: true }).click()
}

test('TestReq_WS_12 a filter narrows the runs: conditions in groups, or as text; the count follows', async () => {
  const { ann, project } = await newProject(eighteen)
  const { page, runs, charts } = await openWorkspace(ann, project)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Filter runs' })
  await dialog.getByText('18 of 18 runs match').waitFor()

  const first = await pick(page, 0, 'arch', 'arch')
  await first.getByLabel('Value').fill('vit')
  await dialog.getByText('6 of 18 runs match').waitFor()
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('6 of 18').waitFor()
  await expectNames(runs, ['run 18', 'run 15', 'run 12', 'run 9', 'run 6', 'run 3'])
  await charts.show(['r3', 'r6', 'r9', 'r12', 'r15', 'r18'])
  await expectStored(ann, project, { filter: 'config.arch = "vit"' })

  // A group of alternatives: tags, state.
  await page.getByRole('button', { name: /^Filter: config.arch/ }).click()
  await dialog.getByRole('button', { name: 'Group', exact: true }).click()
  const tags = await pick(page, 1, 'tags', 'Tags')
  await tags.getByLabel('Value').fill('baseline')
  await dialog.getByText('3 of 18 runs match').waitFor()
  const group = dialog.getByRole('group', { name: 'Group of conditions' })
  await group.getByRole('button', { name: 'Condition', exact: true }).click()
  const state = await pick(page, 2, 'state', 'State')
  await state.getByRole('combobox', { name: 'Value' }).click()
  await page.getByRole('option', { name: 'running' }).click()
  await dialog.getByText('5 of 18 runs match').waitFor()
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expectNames(runs, ['run 18', 'run 12', 'run 9', 'run 6', 'run 3'])
  await expectStored(ann, project, {
    filter: 'config.arch = "vit" and (tags has "baseline" or state = "running")',
  })

  // As text, with what is wrong and where.
  await page.getByRole('button', { name: /^Filter: config.arch/ }).click()
  await dialog.getByRole('button', { name: 'Edit as text' }).click()
  const text = dialog.getByLabel('Filter as text')
  await text.fill('config.lr >= 0.15 and user = 7')
  await dialog.getByText(/Line 1, column 30/).waitFor()
  expect(await dialog.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true)
  await dialog.getByRole('button', { name: 'Go there' }).click()
  expect(await text.evaluate((e: HTMLTextAreaElement) => e.value.slice(e.selectionStart, e.selectionEnd))).toBe('7')
  await text.fill(`config.lr >= 0.15 and created > "-1d" and user = "${ann.name}" and summary.loss < 18`)
  await dialog.getByText('3 of 18 runs match').waitFor()
  await text.press('Control+Enter')
  await expectNames(runs, ['run 17', 'run 16', 'run 15'])
  await page.reload()
  await page.getByText('3 of 18').waitFor()
  await page.getByRole('button', { name: /^Filter: config.lr/ }).click()
  await eventually(async () => expect(await dialog.getByRole('group', { name: /^Condition on/ }).count()).toBe(4))
  await dialog.getByRole('button', { name: 'Remove the filter' }).click()
  await eventually(async () => expect(await runs.getAttribute('aria-rowcount')).toBe('18'))
  expect((await stored(ann, project)).fields.filter).toBeUndefined()
})

test('TestReq_NAV_2 any config key is a filter, sort and group key', async () => {
  const { ann, project } = await newProject(eighteen)
  const { page, runs } = await openWorkspace(ann, project)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Filter runs' })
  const row = await pick(page, 0, 'odd', 'odd.key')
  await choose(page, 0, '≥')
  await row.getByLabel('Value').fill('16')
  await dialog.getByText('3 of 18 runs match').waitFor()
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expectStored(ann, project, { filter: 'config."odd.key" >= 16' })
  await expectNames(runs, ['run 18', 'run 17', 'run 16'])

  await page.getByRole('button', { name: 'Sort', exact: true }).click()
  await page.getByRole('combobox', { name: 'Sort by' }).fill('odd')
  await page.getByRole('option', { name: 'odd.key' }).click()
  await expectNames(runs, ['run 16', 'run 17', 'run 18'])
  await expectStored(ann, project, { sort: ['config."odd.key":asc'] })
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Group', exact: true }).click()
  await page.getByRole('combobox', { name: 'Group by' }).fill('odd')
  await page.getByRole('option', { name: 'odd.key' }).click()
  await expectNames(runs, ['odd.key: 16', 'odd.key: 17', 'odd.key: 18'])
  await expectStored(ann, project, { grouping: ['config."odd.key"'] })
})

test('a filter that is stored and can’t be used is said, and can be removed', async () => {
  const { ann, project } = await newProject(manyRuns(2))
  const { page, runs } = await openWorkspace(ann, project)
  await runs.waitFor()
  await page.route(/workspaces\/me(\?|$)/, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback()
    const answer = await route.fetch()
    const body = await answer.json()
    body.run_set.errors = [{ field: 'filter', message: 'line 1, column 3: An operator should stand here.' }]
    await route.fulfill({ response: answer, json: body })
  })
  await page.reload()
  const said = page.getByRole('alert').filter({ hasText: 'The filter can’t be used' })
  await said.getByText('An operator should stand here').waitFor()
  await runs.getByRole('row', { name: 'run 2', exact: true }).waitFor()
  const asked = page.waitForRequest((r) => r.method() === 'PATCH')
  await said.getByRole('button', { name: 'Remove the filter' }).click()
  expect((await asked).postDataJSON()).toEqual({ filter: null })
})
