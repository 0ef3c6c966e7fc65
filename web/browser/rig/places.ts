import type { Page } from 'playwright-core'
import type { Gallery } from './gallery'

/** A state of the page: where it is, what is done there, and what is to be seen then. */
export type Place = {
  name: string
  path: string
  ready: (page: Page) => Promise<unknown>
}

const see = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor()
const heading = (name: string | RegExp) => (page: Page) =>
  page.getByRole('heading', { level: 1, name }).first().waitFor({ state: 'attached' })

/** A dialog, once its title names it. */
const dialog = (page: Page) => page.getByRole('dialog').getByRole('heading').first().waitFor()

const runTab = (g: Gallery, tab: string, ready: Place['ready']): Place => ({
  name: `run: ${tab}`,
  path: `/${g.project}/runs/run-00/${tab}`,
  ready,
})

async function panels(page: Page): Promise<void> {
  await page.locator('[data-chart], [data-panel] [data-kind]').first().waitFor()
  await page
    .getByText(/^Loading|^Reading/)
    .first()
    .waitFor({ state: 'hidden' })
}

/** Every page and what opens in it. */
export function placesOf(g: Gallery): Place[] {
  const at = `/${g.project}`
  const [owner = ''] = g.project.split('/')
  const mine = (page: Page) => page.locator(`[data-panel="${g.bar}"]`)
  const bar = async (page: Page) => {
    await mine(page).scrollIntoViewIfNeeded()
    await mine(page).locator('[data-kind]').first().waitFor()
    await panels(page)
  }
  return [
    { name: 'projects', path: '/', ready: see('digits') },
    { name: 'projects of somebody', path: `/${owner}`, ready: see('digits') },
    { name: 'new project', path: '/?new=1', ready: see('Create project') },
    { name: 'overview', path: `${at}/overview`, ready: heading(/digits/) },
    { name: 'project settings', path: `${at}/overview?settings=1`, ready: dialog },
    { name: 'workspace', path: `${at}/workspace`, ready: panels },
    { name: 'workspace, further down', path: `${at}/workspace`, ready: bar },
    {
      name: 'panel editor',
      path: `${at}/workspace`,
      ready: async (page) => {
        await bar(page)
        await mine(page).hover()
        await mine(page).getByRole('button', { name: /^Edit/ }).click()
        await page
          .getByRole('form', { name: 'Panel' })
          .getByRole('region', { name: 'Preview' })
          .locator('[data-kind]')
          .first()
          .waitFor()
      },
    },
    {
      name: 'panel menu',
      path: `${at}/workspace`,
      ready: async (page) => {
        await bar(page)
        await mine(page).hover()
        await mine(page)
          .getByRole('button', { name: /menu|more|what to do|actions/i })
          .last()
          .click()
        await page.getByRole('menuitem').first().waitFor()
      },
    },
    {
      name: 'filter',
      path: `${at}/table`,
      ready: async (page) => {
        await page
          .getByRole('button', { name: /^Filter/ })
          .first()
          .click()
        await page.getByRole('dialog', { name: 'Filter runs' }).waitFor()
      },
    },
    {
      name: 'full screen',
      path: `${at}/workspace?panel=${g.bar}`,
      ready: dialog,
    },
    { name: 'table', path: `${at}/table`, ready: (page) => page.locator('[role=row][data-run]').first().waitFor() },
    {
      name: 'columns',
      path: `${at}/table?columns=1`,
      ready: (page) => page.getByRole('dialog', { name: 'Columns' }).waitFor(),
    },
    {
      name: 'comparer',
      path: `${at}/table?compare=run-00,run-01`,
      ready: (page) =>
        page
          .getByRole('dialog', { name: /^Comparing/ })
          .getByText('arch')
          .first()
          .waitFor(),
    },
    runTab(g, 'charts', panels),
    runTab(g, 'config', see('arch')),
    runTab(g, 'summary', see('acc')),
    runTab(g, 'console', see('oops')),
    runTab(g, 'system', heading(/training 0/)),
    runTab(g, 'files', see('notes.md')),
    runTab(g, 'files?file=notes.md', heading(/training 0/)),
    runTab(g, 'code', see('# the tracker')),
    runTab(g, 'alerts', see('Loss went up')),
    runTab(g, 'audit', heading(/training 0/)),
    runTab(g, 'related', heading(/training 0/)),
    runTab(g, 'charts?details=1', panels),
    { name: 'reports', path: `${at}/reports`, ready: see('What we found') },
    { name: 'a report', path: `${at}/reports/${g.report}`, ready: panels },
    {
      name: 'editing a report',
      path: `${at}/reports/${g.report}?edit=1`,
      ready: (page) => page.getByRole('textbox', { name: 'Title' }).waitFor(),
    },
    {
      name: 'sharing a report',
      path: `${at}/reports/${g.report}?share=1`,
      ready: dialog,
    },
    { name: 'sweeps', path: `${at}/sweeps`, ready: heading('Sweeps') },
    { name: 'artifacts', path: `${at}/artifacts`, ready: heading('Artifacts') },
    { name: 'audit trail', path: `${at}/audit`, ready: see(/description/) },
    { name: 'trash of the project', path: `${at}/trash`, ready: see('training 5') },
    { name: 'trash', path: '/trash', ready: see('discarded') },
    { name: 'audit trail of everything', path: '/audit', ready: heading(/^Audit/) },
    { name: 'settings', path: '/settings', ready: heading('Settings') },
    { name: 'keys', path: '/settings/keys', ready: heading('API keys') },
    { name: 'teams', path: '/teams', ready: see(g.team) },
    { name: 'team', path: `/teams/${g.team}`, ready: see(owner) },
    ...['', '/jobs', '/backup', '/set-aside', '/server'].map((part) => ({
      name: `administration${part}`,
      path: `/administration${part}`,
      ready: heading(/^Administration/),
    })),
    {
      name: 'palette',
      path: `${at}/overview`,
      ready: async (page) => {
        await see('What we try on')(page)
        await page.keyboard.press('Control+k')
        await page.getByRole('combobox', { name: /Find runs/ }).fill('run')
        await page.getByRole('option').first().waitFor()
      },
    },
    {
      name: 'sheet of keys',
      path: `${at}/workspace`,
      ready: async (page) => {
        await panels(page)
        await page.keyboard.press('?')
        await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
      },
    },
    {
      name: 'the past',
      path: `${at}/overview?as_of=${g.before}`,
      ready: async (page) => {
        await see('You see the project as of')(page)
        await page.getByRole('button', { name: 'The past' }).click()
        await page.getByRole('dialog').getByRole('slider').waitFor()
      },
    },
  ]
}
