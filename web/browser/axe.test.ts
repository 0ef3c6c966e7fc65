import { beforeAll, expect, test } from 'vitest'
import { seriousFindings } from './rig/axe'
import { type Lab, newLab, newReport } from './rig/reports'
import { admin, fresh, openPage, type Person, withBrowser } from './rig/rig'

withBrowser()

/** Somebody with everything there is: runs with all kinds of data, a report, a team, a trash. */
let lab: Lab
let boss: Person
let team: string
let run: string
let report: string

beforeAll(async () => {
  lab = await newLab(8, 40)
  const { client, name } = lab.ann
  await client.patch(`/users/${name}`, { admin: true }).catch(() => admin().patch(`/users/${name}`, { admin: true }))
  boss = lab.ann
  team = fresh('team')
  await client.post('/teams', { name: team })
  const project = `${name}/${lab.name}`
  await client.log([
    { project, run: 'run-0', console: [{ text: '\u001b[31mred\u001b[0m and plain' }] },
    { project, run: 'odd', step: 1, metrics: { loss: 'NaN' }, config: { nested: { deep: [1, 2] } }, tags: ['a tag'] },
    { project, run: 'gone', step: 1, metrics: { loss: 1 } },
  ])
  const { runs } = await client.get<{ runs: { id: string; name: string }[] }>(`${lab.api}/runs`)
  run = runs.find((r) => r.name === 'trial 0')?.id ?? ''
  await client.del(`${lab.api}/runs/gone`)
  const made = await newReport(lab, {
    title: 'Findings',
    description: 'What we found',
    blocks: [
      {
        kind: 'markdown',
        text: '## Notes\n\nA [link](https://example.org), `code`, and\n\n| a | b |\n|---|---|\n| 1 | 2 |',
      },
      {
        kind: 'panel_grid',
        panels: [{ kind: 'line', metrics: ['loss'] }, { kind: 'bar', metrics: ['acc'] }, { kind: 'x' }],
      },
      { kind: 'run_set', run_set: {} },
    ],
  })
  report = made.id
  await client.post(`${lab.api}/reports/${report}/comments`, { text: 'Nice' })
})

// The address of a page, and what there is of it when it's complete.
const pages: [string, () => string, string?][] = [
  ['projects', () => '/'],
  ['projects of a person', () => `/${lab.ann.name}`],
  ['overview', () => `${lab.page}/overview`, 'h1'],
  ['privacy', () => `${lab.page}/overview?privacy=1`, '[role=dialog]'],
  ['workspace', () => `${lab.page}/workspace`, '[data-lines]'],
  ['table', () => `${lab.page}/table`, 'text=trial 0'],
  ['run charts', () => `${lab.page}/runs/${run}`, '[data-lines]'],
  ['run config', () => `${lab.page}/runs/${run}/config`, 'text=optimizer'],
  ['run summary', () => `${lab.page}/runs/${run}/summary`, 'text=loss'],
  ['run console', () => `${lab.page}/runs/${run}/console`],
  ['run system', () => `${lab.page}/runs/${run}/system`],
  ['run files', () => `${lab.page}/runs/${run}/files`],
  ['run code', () => `${lab.page}/runs/${run}/code`],
  ['run alerts', () => `${lab.page}/runs/${run}/alerts`],
  ['run audit', () => `${lab.page}/runs/${run}/audit`],
  ['run related', () => `${lab.page}/runs/${run}/related`],
  ['reports', () => `${lab.page}/reports`, 'text=Findings'],
  ['new report', () => `${lab.page}/reports?new=1`, '[role=dialog]'],
  ['report', () => `${lab.page}/reports/${report}`, '[data-lines]'],
  ['report editor', () => `${lab.page}/reports/${report}?edit=1`, '[data-index="2"]'],
  ['report sharing', () => `${lab.page}/reports/${report}?share=1`, '[role=dialog]'],
  ['sweeps', () => `${lab.page}/sweeps`],
  ['artifacts', () => `${lab.page}/artifacts`],
  ['project audit', () => `${lab.page}/audit`, 'text=report'],
  ['project trash', () => `${lab.page}/trash`, 'text=gone'],
  ['the past', () => `${lab.page}/workspace?as_of=${new Date().toISOString()}`],
  ['settings', () => '/settings', 'h1'],
  ['API keys', () => '/settings/keys', 'h1'],
  ['teams', () => '/teams', `h1`],
  ['team', () => `/teams/${team}`, 'h1'],
  ['audit', () => '/audit', 'h1'],
  ['trash', () => '/trash', 'h1'],
  ['admin users', () => '/administration', 'h1'],
  ['admin jobs', () => '/administration/jobs', 'h1'],
  ['admin backup', () => '/administration/backup', 'h1'],
  ['admin set aside', () => '/administration/set-aside', 'h1'],
  ['admin server', () => '/administration/server', 'h1'],
  ['nothing there', () => `${lab.page}/nowhere`],
]

test.each(pages)('axe finds nothing serious: %s', async (_, address, complete) => {
  const page = await openPage(boss, address())
  if (complete) await page.locator(complete).first().waitFor()
  expect(await seriousFindings(page)).toEqual([])
})

test('axe finds nothing serious: sign in', async () => {
  const page = await openPage(null, '/')
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
})
