import { expect, test } from 'vitest'
import { eventually, withBrowser } from './rig/rig'
import { expectNames, expectStored, manyRuns, newProject, openWorkspace, stored } from './rig/runs'

withBrowser()

const nine = manyRuns(9, (i) => ({
  config: { arch: ['cnn', 'mlp', 'vit'][i % 3], seed: Math.ceil(i / 3), lr: 0.1 },
}))

test('TestReq_WS_13 runs collapse into groups with counts and means, which open', async () => {
  const { ann, project } = await newProject(nine)
  const { page, runs, row, charts } = await openWorkspace(ann, project)
  await row('run 9').waitFor()
  await ann.client.patch(`/projects/${project}/workspaces/me`, { sort: ['summary.loss:asc'] })
  await page.reload()
  await page.getByRole('button', { name: 'Group', exact: true }).click()
  await page.getByRole('combobox', { name: 'Group by' }).fill('arch')
  await page.getByRole('option', { name: 'arch', exact: true }).click()
  await page.keyboard.press('Escape')
  await expectNames(runs, ['arch: cnn', 'arch: mlp', 'arch: vit'])
  await expectStored(ann, project, { grouping: ['config.arch'] })
  await charts.show([['cnn'], ['mlp'], ['vit']])
  await row('arch: cnn').getByText('⌀ 6').waitFor() // of 3, 6, 9
  await row('arch: cnn').getByTitle('3 runs').waitFor()

  const colours = await runs
    .locator('[data-colour]')
    .evaluateAll((all) => all.map((e) => e.getAttribute('data-colour')))
  expect(new Set(colours).size).toBe(3)

  await row('arch: mlp').focus()
  await page.keyboard.press('ArrowRight')
  await expectNames(runs, ['arch: cnn', 'arch: mlp', 'run 1', 'run 4', 'run 7', 'arch: vit'])
  await row('arch: mlp').getByRole('button', { name: 'Show arch: mlp in charts' }).click()
  await charts.show([['cnn'], ['vit']])
  await eventually(async () =>
    expect((await stored(ann, project)).visibility).toEqual({ r1: false, r4: false, r7: false }),
  )
  await row('run 4').getByRole('button', { name: 'Show run 4 in charts' }).click()
  const eye = row('arch: mlp').getByRole('button', { name: 'Show arch: mlp in charts' })
  await eventually(async () => expect(await eye.getAttribute('aria-pressed')).toBe('mixed'))
  await eye.click()
  await charts.show([['cnn'], ['mlp'], ['vit']])

  // Several keys; then all but the seed, which is the same groups as by arch.
  await page.getByRole('button', { name: /^Group: / }).click()
  await page.getByRole('combobox', { name: 'Then by' }).fill('seed')
  await page.getByRole('option', { name: 'seed', exact: true }).click()
  await eventually(async () => expect(await runs.getAttribute('aria-rowcount')).toBe('9'))
  await row('arch: vit, seed: 2').waitFor()
  await page.getByText('By all but…').click()
  await page.getByRole('combobox', { name: 'Leave out a key' }).fill('seed')
  await page.getByRole('option', { name: 'seed', exact: true }).click()
  await expectStored(ann, project, { grouping: { all_except: ['config.seed'] } })
  await row('arch: vit').waitFor()
  await eventually(async () => expect(await runs.locator('[aria-expanded]').count()).toBe(3))
  await page.reload()
  await row('arch: vit').waitFor()
})

test('TestReq_WS_16 runs are sorted by any value, both ways, by several; missing ones are last', async () => {
  const { ann, project } = await newProject((p) => [
    ...manyRuns(4, (i) => ({ config: { half: Math.ceil(i / 2) } }))(p),
    { project: p, run: 'nan', name: 'diverged', step: 0, metrics: { loss: Number.NaN }, summary: { loss: 'NaN' } },
    { project: p, run: 'none', name: 'no loss', config: { half: 1 } },
  ])
  const { page, runs, row } = await openWorkspace(ann, project)
  await page.getByRole('button', { name: 'Sort', exact: true }).click()
  await page.getByRole('combobox', { name: 'Sort by' }).fill('loss')
  await page.getByRole('option', { name: 'loss', exact: true }).click()
  const last = ['no loss', 'diverged']
  const sorted = (want: string[]) =>
    eventually(async () => {
      const got = await runs.getByRole('row').evaluateAll((all) => all.map((r) => r.getAttribute('aria-label')))
      expect(got.slice(0, 4)).toEqual(want)
      expect(got.slice(4).sort()).toEqual([...last].sort())
    })
  await sorted(['run 1', 'run 2', 'run 3', 'run 4'])
  await expectStored(ann, project, { sort: ['summary.loss:asc'] })
  await row('run 3').getByTitle('summary.loss: 3').waitFor()
  await page.getByRole('radiogroup', { name: 'Direction of summary.loss' }).getByText('highest').click()
  await sorted(['run 4', 'run 3', 'run 2', 'run 1'])

  await page.getByRole('combobox', { name: 'Then by' }).fill('half')
  await page.getByRole('option', { name: 'half', exact: true }).click()
  await page.getByRole('button', { name: 'Sort by config.half earlier' }).click()
  await expectStored(ann, project, { sort: ['config.half:asc', 'summary.loss:desc'] })
  await expectNames(runs, ['run 2', 'run 1', 'no loss', 'run 4', 'run 3', 'diverged'])
  await page.reload()
  await expectNames(runs, ['run 2', 'run 1', 'no loss', 'run 4', 'run 3', 'diverged'])
})

test('TestReq_WS_17 the charts show the first runs of the order', async () => {
  const { ann, project } = await newProject(manyRuns(12))
  const { page, charts, row } = await openWorkspace(ann, project)
  await row('run 12').waitFor()
  await page.getByRole('button', { name: 'Sort', exact: true }).click()
  await page.getByRole('combobox', { name: 'Sort by' }).fill('loss')
  await page.getByRole('option', { name: 'loss', exact: true }).click()
  await charts.show(Array.from({ length: 10 }, (_, i) => `r${i + 1}`)) // of 12, the 10 lowest
  await page.getByRole('radiogroup', { name: 'Direction of summary.loss' }).getByText('highest').click()
  await charts.show(Array.from({ length: 10 }, (_, i) => `r${i + 3}`))
})
