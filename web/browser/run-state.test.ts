import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, withBrowser } from './rig/rig'
import { raiseAlert, upsertRun } from './rig/sdk'

withBrowser()

test('TestReq_WS_5 an active run is stopped from its page; a finished one has no such button', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.log([{ project, run: 'a', step: 1, metrics: { loss: 1 } }])
  const page = await openPage(ann, `/${project}/runs/a`)
  await page.locator('[data-state=running]').waitFor()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await page.getByRole('button', { name: 'Stop run' }).click()
  await page.locator('[data-state=stopping]').waitFor()
  const told = (await ann.client
    .raw('POST', '/ingest', { project, run: 'a', heartbeat: true })
    .then((r) => r.json())) as {
    stop?: unknown
  }
  expect(JSON.stringify(told)).toContain('"stop"')
  await ann.client.log([{ project, run: 'a', finish: 255 }])
  // It follows without a reload.
  await page.locator('[data-state=killed], [data-state=failed], [data-state=finished]').waitFor()
  expect(await page.getByRole('button', { name: /^Stop/ }).count()).toBe(0)
  await page.getByText('exit code').waitFor()
})

test('a deleted run says that it’s in the trash, and comes back', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.log([{ project, run: 'a', name: 'gone', step: 1, metrics: { loss: 1 } }])
  const page = await openPage(ann, `/${project}/runs/a`)
  await page.getByRole('button', { name: 'Actions of the run' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete run' }).click()
  await page.getByRole('heading', { name: 'Run a is in the trash' }).waitFor()
  expect((await ann.client.raw('GET', `/projects/${project}/runs/a`)).status).toBe(404)
  await page.reload()
  await page.getByRole('button', { name: 'Undelete' }).click()
  await page.getByRole('heading', { name: 'gone', level: 1 }).waitFor()
  expect((await ann.client.raw('GET', `/projects/${project}/runs/a`)).status).toBe(200)
})

test('as of the past: the config of then, read-only', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.log([{ project, run: 'a', name: 'early', config: { lr: 0.1 } }])
  const { position } = await ann.client.get<{ position: string }>(`/projects/${project}/runs/a`)
  await ann.client.log([{ project, run: 'a', config: { lr: 0.2 } }])
  await ann.client.patch(`/projects/${project}/runs/a`, { display_name: 'late' })
  const page = await openPage(ann, `/${project}/runs/a/config?as_of=${encodeURIComponent(position)}`)
  await page.locator("[data-path='lr']", { hasText: '0.1' }).waitFor()
  await page.getByRole('heading', { name: 'early', level: 1 }).waitFor()
  expect(await page.getByRole('button', { name: 'Rename' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: /^Stop/ }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Edit lr' }).count()).toBe(0)
  // The moment stays when the tab changes.
  await page.getByRole('navigation', { name: 'Run' }).getByRole('link', { name: 'Summary' }).click()
  expect(new URL(page.url()).searchParams.get('as_of')).toBe(position)
  const now = await openPage(ann, `/${project}/runs/a/config`)
  await now.locator("[data-path='lr']", { hasText: '0.2' }).waitFor()
  await now.getByRole('heading', { name: 'late', level: 1 }).waitFor()
})

test('the audit trail of a run, with undo', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.log([{ project, run: 'a', name: 'one' }])
  await ann.client.log([{ project, run: 'b' }])
  await ann.client.patch(`/projects/${project}/runs/a`, { display_name: 'two' })
  await ann.client.patch(`/projects/${project}/runs/b`, { display_name: 'other run' })
  const page = await openPage(ann, `/${project}/runs/a/audit`)
  const renamed = page.locator('[data-type^="run.renamed"]')
  await renamed.first().waitFor()
  expect(await renamed.count()).toBe(1)
  expect(await renamed.textContent()).toContain('two')
  await renamed.getByRole('button', { name: /^Undo/ }).click()
  await page.getByRole('heading', { name: 'one', level: 1 }).waitFor()
  await eventually(async () =>
    expect(await ann.client.get<{ name: string }>(`/projects/${project}/runs/a`)).toMatchObject({ name: 'one' }),
  )
})

test('related runs and what is different in their configs', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  const config = { lr: 0.1, layers: 3, act: 'relu' }
  await ann.client.log([
    { project, run: 'a', name: 'base', group: 'sizes', commit: 'deadbeef', config },
    { project, run: 'b', name: 'wider', group: 'sizes', config: { ...config, layers: 5 } },
    { project, run: 'c', name: 'child', parent: 'a', config: { other: 1 } },
    { project, run: 'd', name: 'twin', commit: 'deadbeef', config },
  ])
  const page = await openPage(ann, `/${project}/runs/a/related`)
  const inGroup = page.getByRole('region', { name: 'In the group sizes' })
  await inGroup.locator('[data-run=b]').waitFor()
  expect(await inGroup.locator('[data-run=b]').textContent()).toContain('layers: 5 (here 3)')
  expect(await inGroup.locator('[data-run]').count()).toBe(1)
  await page.getByRole('region', { name: 'Started by this run' }).locator('[data-run=c]').waitFor()
  await page.getByRole('region', { name: 'Of the same commit' }).locator('[data-run=d]').waitFor()
  const nearest = page.getByRole('region', { name: 'Nearest configs' }).locator('[data-run]')
  await nearest.first().waitFor()
  expect(await nearest.evaluateAll((all) => all.map((el) => el.getAttribute('data-run')))).toEqual(['d', 'b'])
  await inGroup.getByRole('link', { name: 'wider' }).click()
  await page.getByRole('heading', { name: 'wider', level: 1 }).waitFor()
})

test('where a run comes from, its machine and its alerts', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  const at = { entity: ann.name, project: 'digits', run: 'a' }
  await upsertRun(ann.client, at, {
    host: 'gpu-box-1',
    jobProgram: 'train.py',
    jobRepo: 'git@example.org:vision/digits.git',
    commit: '0123456789abcdef0123456789abcdef01234567',
    jobType: 'train',
  })
  await ann.client.log(
    [0, 1, 2].map((i) => ({
      project,
      run: 'a',
      time: 1_770_000_000 + i * 15,
      system: { 'cpu.percent': 10 + i * 20.5 },
    })),
  )
  await raiseAlert(ann.client, at, 'Loss explodes', 'It is **NaN**')
  const page = await openPage(ann, `/${project}/runs/a/system?details=1`)
  await page.getByText('gpu-box-1').waitFor()
  await page.getByText('train.py').waitFor()
  expect(await page.getByRole('link', { name: /^0123456789/ }).getAttribute('href')).toBe(
    'https://example.org/vision/digits/commit/0123456789abcdef0123456789abcdef01234567',
  )
  await page.locator('[data-metric="cpu.percent"]').getByTitle('Last value').filter({ hasText: /^51$/ }).waitFor()
  await page.getByRole('navigation', { name: 'Run' }).getByRole('link', { name: 'Alerts' }).click()
  await page.getByText('Loss explodes').waitFor()
  await page.getByRole('region', { name: 'Alerts' }).locator('strong', { hasText: 'NaN' }).waitFor()
})
