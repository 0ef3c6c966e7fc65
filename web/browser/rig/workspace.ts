import type { Locator, Page } from 'playwright-core'
import { fresh, newPerson, type OpenOptions, openPage, type Person } from './rig'

export type StoredPanel = {
  id: string
  section: string
  title: string
  kind?: string
  x?: number
  y?: number
  w?: number
  h?: number
  version: number
}
export type StoredSection = {
  id: string
  title: string
  collapsed: boolean
  layout: string
  panel_size?: { w: number; h: number }
  height?: number
  columns: number
  rows: number
  pages: number
  panel_count: number
  panels?: StoredPanel[]
}
export type StoredWorkspace = { id: string; editable: boolean; sections?: StoredSection[]; panel_count: number }

/** A project of a new person with metrics "train/m0", "val/m0", … of a few runs. */
export async function projectWith(metrics: Record<string, number>, runs = 2) {
  const ann = await newPerson()
  const name = fresh('digits')
  await ann.client.post('/projects', { entity: ann.name, name })
  const project = `${ann.name}/${name}`
  const names = Object.entries(metrics).flatMap(([prefix, n]) =>
    Array.from({ length: n }, (_, i) => `${prefix}/m${String(i).padStart(2, '0')}`),
  )
  await ann.client.log(
    Array.from({ length: runs }, (_, r) =>
      Array.from({ length: 3 }, (_, step) => ({
        project,
        run: `r${r}`,
        step,
        metrics: Object.fromEntries(names.map((m, i) => [m, (i + 1) / (step + r + 1)])),
      })),
    ).flat(),
  )
  return { ann, project, path: `/${project}/workspace`, api: `/projects/${project}/workspaces/me` }
}

/** The workspace as the server has it. */
export const stored = (who: Person, api: string) => who.client.get<StoredWorkspace>(api)

export async function storedSection(who: Person, api: string, title: string): Promise<StoredSection> {
  const one = (await stored(who, api)).sections?.find((s) => s.title === title)
  if (!one) throw new Error(`there is no section ${title}`)
  return one
}

/** The page, once its sections are there. */
export async function openWorkspace(who: Person, path: string, options?: OpenOptions): Promise<Page> {
  const page = await openPage(who, path, options)
  await page.locator('[data-section]').first().waitFor()
  return page
}

export const section = (page: Page, title: string): Locator => page.getByRole('region', { name: title, exact: true })

export const panel = (page: Page, title: string): Locator => page.getByRole('article', { name: title, exact: true })

/** Titles of the sections on the page, in order. */
export const sectionTitles = (page: Page) =>
  page.locator('[data-section]').evaluateAll((all) => all.map((s) => s.getAttribute('aria-label') ?? ''))

/** Titles of a section's panels on the page, in order. */
export const panelTitles = (page: Page, title: string) =>
  section(page, title)
    .locator('[data-panel]')
    .evaluateAll((all) => all.map((p) => p.getAttribute('aria-label') ?? ''))

/** Drags with the mouse from the middle of one thing to a point of another, in a few moves. */
export async function drag(page: Page, from: Locator, to: Locator, at: { x: number; y: number } = { x: 0.5, y: 0.5 }) {
  await from.scrollIntoViewIfNeeded()
  const a = await box(from)
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move(a.x + a.width / 2 + 8, a.y + a.height / 2 + 8, { steps: 2 })
  const b = await box(to)
  await page.mouse.move(b.x + b.width * at.x, b.y + b.height * at.y, { steps: 8 })
  await page.locator('[data-drop]').waitFor()
  await page.mouse.up()
}

/** Drags a thing by some pixels. */
export async function dragBy(page: Page, from: Locator, x: number, y: number) {
  await from.scrollIntoViewIfNeeded()
  const a = await box(from)
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move(a.x + a.width / 2 + x, a.y + a.height / 2 + y, { steps: 6 })
  await page.mouse.up()
}

export async function box(of: Locator) {
  const b = await of.boundingBox()
  if (!b) throw new Error('it isn’t visible')
  return b
}

/** Chooses an item of the menu of a section. */
export async function sectionMenu(page: Page, title: string, item: string) {
  await page.getByRole('button', { name: `Menu of section ${title}`, exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Picks up what has the focus, leads it with arrow keys, and drops it. */
export async function carry(page: Page, keys: string[], lands: 'before' | 'after') {
  await page.keyboard.press('Space')
  await page.locator('[data-dragging]').waitFor()
  // The keys are listened to in the next turn of the browser's loop.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
  for (const key of keys) await page.keyboard.press(key)
  await page.locator(`[data-drop=${lands}]`).waitFor()
  await page.keyboard.press('Space')
}
