import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Lab, newLab, newReport } from './rig/reports'
import { eventually, openPage, withBrowser } from './rig/rig'

withBrowser()

const blocks = [
  { kind: 'panel_grid', panels: [{ id: 'loss', kind: 'line', metrics: ['loss'] }] },
  { kind: 'run_set', run_set: { columns: ['summary.loss'], sort: ['summary.loss:asc'] } },
]

/** What a report shows, in numbers: the lines' last values, and the table's cells. */
async function shown(page: Page) {
  await page.locator('[data-panel] [data-lines]').waitFor()
  await page.locator('tr[data-run]').first().waitFor()
  return {
    line: await page.locator('[data-panel] [data-lines]').getAttribute('aria-label'),
    last: await page.locator('[data-panel] table tbody').textContent(),
    names: await page.locator('tr[data-run] a').allTextContents(),
    losses: await page.locator('tr[data-run] td').evaluateAll((all) => all.map((c) => c.getAttribute('data-exact'))),
    hashes: await page.locator('[data-sha256]').evaluateAll((all) => all.map((one) => one.getAttribute('data-sha256'))),
  }
}

/** Everything that may happen to the runs of a report. */
async function upheaval(lab: Lab) {
  const { runs } = await lab.ann.client.get<{ runs: { id: string; name: string }[] }>(`${lab.api}/runs`)
  const id = (name: string) => runs.find((r) => r.name === name)?.id
  await lab.ann.client.patch(`${lab.api}/runs/${id('trial 0')}`, { display_name: 'renamed' })
  await lab.ann.client.del(`${lab.api}/runs/${id('trial 1')}`)
  await lab.ann.client.post(`${lab.api}/runs:purge`, { runs: [id('trial 1')] })
  await lab.ann.client.log([
    { project: `${lab.ann.name}/${lab.name}`, run: 'run-2', step: 500, metrics: { loss: 99 } },
    { project: `${lab.ann.name}/${lab.name}`, run: 'run-new', name: 'run-new', step: 1, metrics: { loss: 77 } },
  ])
}

test('TestReq_RP_3 a snapshot shows the same after renames, deletions, purges and more data; live doesn’t', async () => {
  const lab = await newLab()
  const { id } = await newReport(lab, { title: 'Kept', blocks })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}`)
  await page.getByRole('button', { name: /^Snapshot of \d{4}-/ }).waitFor()
  const before = await shown(page)
  expect(before.names).toEqual(['trial 0', 'trial 1', 'trial 2'])
  expect(before.losses).toEqual(['0.05', '0.1', '0.15'])

  await upheaval(lab)
  await page.reload()
  expect(await shown(page)).toEqual(before)

  // Made live, it shows what is there now.
  await page.getByRole('button', { name: /^Snapshot of/ }).click()
  await page.getByText('doesn’t change them').waitFor()
  await page.getByRole('button', { name: 'Make it live' }).click()
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor()
  await eventually(async () => expect((await shown(page)).names.sort()).toEqual(['renamed', 'run-new', 'trial 2']))
  expect((await shown(page)).losses).toContain('99')

  // A new snapshot stays as it is from then on; undo brings the first one back.
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  await page.getByRole('button', { name: 'Take a snapshot' }).click()
  await page.getByRole('button', { name: /^Snapshot of/ }).waitFor()
  const stored = await lab.ann.client.get<{ pin: { content: string } }>(`${lab.api}/reports/${id}`)
  await page.locator(`[data-mode=pinned][data-content="${stored.pin.content}"]`).waitFor()
  expect((await shown(page)).losses).toContain('99')
  const { rows } = await lab.ann.client.get<{ rows: { type: string }[] }>(`${lab.api}/audit`)
  expect(rows.map((r) => r.type.replace(/\.v\d+$/, ''))).toEqual(
    expect.arrayContaining(['report.pinned', 'report.unpinned']),
  )
})

test('a live report follows its runs without a reload', async () => {
  const lab = await newLab(1, 3)
  const { id } = await newReport(lab, { title: 'Followed', live: true, blocks })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}`)
  expect((await shown(page)).losses).toEqual(['0.3333333333333333'])
  await lab.ann.client.log([
    { project: `${lab.ann.name}/${lab.name}`, run: 'run-0', step: 9, metrics: { loss: 0.125 } },
  ])
  await eventually(async () => expect((await shown(page)).losses).toEqual(['0.125']))
})

test('only blocks in sight ask for data', async () => {
  const lab = await newLab(1, 3)
  const far = Array.from({ length: 12 }, () => ({ kind: 'panel_grid', panels: [{ kind: 'line', metrics: ['loss'] }] }))
  const { id } = await newReport(lab, { title: 'Long', blocks: far })
  const asked: string[] = []
  const page = await openPage(lab.ann, '/')
  page.on('request', (r) => /\/data\?/.test(r.url()) && asked.push(r.url()))
  await page.goto(`${lab.page}/reports/${id}`)
  await page.locator('[data-panel] [data-lines]').first().waitFor()
  expect(new Set(asked).size).toBeLessThan(6)
  await page.locator('section[data-block]').last().scrollIntoViewIfNeeded()
  await page.locator('section[data-block]').last().locator('[data-lines]').waitFor()
  expect(new Set(asked).size).toBe(asked.length) // a snapshot is asked once
})

test('TestReq_SC_9 a section is exported to a report, which opens as a draft', async () => {
  const lab = await newLab()
  const ws = `${lab.api}/workspaces/me`
  const section = await lab.ann.client.post<{ id: string }>(`${ws}/sections`, { title: 'Losses of today' })
  await lab.ann.client.post(`${ws}/sections/${section.id}/panels`, { kind: 'line', metrics: ['loss'] })
  const { id } = await lab.ann.client.post<{ id: string }>(`${ws}/sections/${section.id}/export-to-report`, {})
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}?edit=1`)
  await page.getByRole('textbox', { name: 'Title' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Losses of today')
  await page.locator('[data-panel] [data-lines="3"]').waitFor()
  await page.getByRole('link', { name: 'section of a workspace' }).waitFor()
  const { rows } = await lab.ann.client.get<{ rows: { type: string }[] }>(`${lab.api}/audit`)
  expect(rows.filter((r) => r.type.startsWith('report.created'))).toHaveLength(1)
})

test('in the past a report is as it was then, and can’t be changed', async () => {
  const lab = await newLab(1, 3)
  const { id, position } = await lab.ann.client.post<{ id: string; position: string }>(`${lab.api}/reports`, {
    title: 'Then',
    blocks,
  })
  await lab.ann.client.patch(`${lab.api}/reports/${id}`, { title: 'Now' })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}?edit=1&as_of=${position}`)
  await page.getByRole('heading', { name: 'Then', level: 1 }).waitFor()
  await shown(page)
  expect(await page.getByRole('button', { name: 'Edit', exact: true }).count()).toBe(0)
  expect(await page.getByRole('textbox', { name: 'Your comment' }).count()).toBe(0)
})
