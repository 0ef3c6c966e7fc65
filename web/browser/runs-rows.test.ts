import { expect, test } from 'vitest'
import { eventually, withBrowser } from './rig/rig'
import { expectNames, manyRuns, newProject, openWorkspace, stored } from './rig/runs'

withBrowser()

test('TestReq_WS_1 the list has every run of the project, in order, to its end', async () => {
  const { ann, project } = await newProject(manyRuns(450))
  const { runs, page } = await openWorkspace(ann, project)
  await runs.getByRole('row', { name: 'run 450', exact: true }).waitFor()
  expect(await runs.getAttribute('aria-rowcount')).toBe('450')
  expect(await runs.getByRole('row').count()).toBeLessThan(60) // those in view, and a few
  const seen = new Set<string>()
  await eventually(async () => {
    await eventually(async () => expect(await runs.getByRole('row', { name: 'Loading' }).count()).toBe(0))
    for (const id of await runs.locator('[data-run]').evaluateAll((all) => all.map((r) => r.getAttribute('data-run'))))
      seen.add(id ?? '')
    const end = await runs.evaluate((grid) => {
      const box = grid.parentElement
      if (!box) return true
      const before = box.scrollTop
      box.scrollTop += box.clientHeight / 2
      return box.scrollTop === before
    })
    expect(end).toBe(true)
  }, 40_000)
  await runs.getByRole('row', { name: 'run 1', exact: true }).waitFor()
  expect(seen.size).toBe(450)
  await page.keyboard.press('Escape')
})

test('TestReq_WS_2 the dot menu shows on hover and on keyboard focus, at the left', async () => {
  const { ann, project } = await newProject(manyRuns(3))
  const { page, row, runs } = await openWorkspace(ann, project)
  const dots = row('run 2').getByRole('button', { name: 'Actions for run 2' })
  const opacity = () => dots.evaluate((e) => getComputedStyle(e).opacity)
  await row('run 3').waitFor()
  await page.mouse.move(900, 500)
  await eventually(async () => expect(await opacity()).toBe('0'))
  await row('run 2').hover()
  await eventually(async () => expect(await opacity()).toBe('1'))
  const [left, name] = await Promise.all([dots.boundingBox(), row('run 2').getByRole('link').boundingBox()])
  expect(left?.x).toBeLessThan(name?.x ?? 0)
  await page.mouse.move(900, 500)
  await eventually(async () => expect(await opacity()).toBe('0'))
  await row('run 3').focus()
  await page.keyboard.press('ArrowDown')
  await eventually(async () => expect(await opacity()).toBe('1'))
  await page.keyboard.press('ContextMenu')
  const menu = page.getByRole('menu', { name: 'Actions for run 2' })
  await menu.getByRole('menuitem', { name: 'Rename' }).waitFor()
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
  await eventually(async () => expect(await dots.evaluate((e) => e === document.activeElement)).toBe(true))
  await page.keyboard.press('End')
  await eventually(async () => expect(await runs.locator(':focus').getAttribute('aria-label')).toBe('run 1'))
})

test('TestReq_WS_3 a run is renamed in its row; the server and the charts follow', async () => {
  const { ann, project } = await newProject(manyRuns(3))
  const { page, row } = await openWorkspace(ann, project)
  await row('run 2').focus()
  await page.keyboard.press('F2')
  const field = page.getByLabel('Name of run run 2')
  await field.fill('')
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  await field.fill('best so far')
  const charted = page.waitForResponse((r) => /panels\/.*\/data/.test(r.url()) && r.ok())
  await field.press('Enter')
  await row('best so far').waitFor()
  expect(JSON.stringify(await (await charted).json())).toContain('best so far')
  await eventually(async () =>
    expect(await ann.client.get(`/projects/${project}/runs/r2`)).toMatchObject({ name: 'best so far' }),
  )
  await row('best so far').hover()
  await row('best so far').getByRole('button', { name: 'Actions for best so far' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await eventually(async () => expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^Name of run/))
  await page.keyboard.type('x')
  await page.keyboard.press('Escape') // leaves it as it was
  await row('best so far').getByRole('link').waitFor()
})

test('TestReq_WS_4 a run is deleted after a question, leaves, and Undo brings it back', async () => {
  const { ann, project } = await newProject(manyRuns(3))
  const { page, row, runs, charts } = await openWorkspace(ann, project)
  await row('run 2').hover()
  await row('run 2').getByRole('button', { name: 'Actions for run 2' }).click()
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete run 2?' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await row('run 2').focus()
  await page.keyboard.press('Delete')
  await dialog.getByRole('button', { name: 'Delete run' }).click()
  await expectNames(runs, ['run 3', 'run 1'])
  await page.getByText('(2)').waitFor()
  await charts.show(['r1', 'r3'])
  expect((await ann.client.raw('GET', `/projects/${project}/runs/r2`)).status).toBe(404)
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expectNames(runs, ['run 3', 'run 2', 'run 1'])
  await charts.show(['r1', 'r2', 'r3'])
})

test('TestReq_WS_5 an active run can be asked to stop, a finished one can’t', async () => {
  const { ann, project } = await newProject(manyRuns(2, (i) => (i === 1 ? { finish: { exit_code: 0 } } : {})))
  const { page, row } = await openWorkspace(ann, project)
  await row('run 1').getByRole('img', { name: 'Finished' }).waitFor()
  await row('run 1').hover()
  await row('run 1').getByRole('button', { name: 'Actions for run 1' }).click()
  const stop = page.getByRole('menuitem', { name: 'Stop' })
  await stop.waitFor()
  expect(await stop.isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await row('run 2').hover()
  await row('run 2').getByRole('button', { name: 'Actions for run 2' }).click()
  await stop.click()
  await row('run 2').getByRole('img', { name: 'Stopping' }).waitFor()
  await eventually(async () =>
    expect(await ann.client.get(`/projects/${project}/runs/r2`)).toMatchObject({ state: 'stopping' }),
  )
})

test('TestReq_WS_6 the eye takes a run’s line off the charts and brings it back, without reload', async () => {
  const { ann, project } = await newProject(manyRuns(3))
  const { page, row, charts } = await openWorkspace(ann, project)
  const eye = row('run 2').getByRole('button', { name: 'Show run 2 in charts' })
  await eye.click()
  await eventually(async () => expect(await eye.getAttribute('aria-pressed')).toBe('false'))
  await charts.show(['r1', 'r3'])
  await page.getByText('2 visualized').waitFor()
  expect((await stored(ann, project)).visibility).toEqual({ r2: false })
  await row('run 2').focus()
  await page.keyboard.press('Space')
  await charts.show(['r1', 'r2', 'r3'])
  await page.getByText('3 visualized').waitFor()

  await page.getByRole('button', { name: 'Show or hide all runs' }).click()
  await page.getByRole('menuitem', { name: 'Hide all' }).click()
  await charts.show([])
  await row('run 1').hover()
  await row('run 1').getByRole('button', { name: 'Actions for run 1' }).click()
  await page.getByRole('menuitem', { name: 'Show only this one' }).click()
  await charts.show(['r1'])
  await page.reload()
  await page.getByText('1 visualized').waitFor()
})
