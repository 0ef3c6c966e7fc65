import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Client, Line } from './client'
import { eventually, fresh, newPerson, openPage, type Person } from './rig'

/** A project of a new person with lines logged, and the API of their workspace. */
export async function charted(lines: (project: string) => Line[]) {
  const ann = await newPerson()
  const name = fresh('curves')
  await ann.client.post('/projects', { entity: ann.name, name })
  const project = `${ann.name}/${name}`
  await ann.client.log(lines(project))
  return { ann, project, api: `/projects/${project}/workspaces/me` }
}

type Panels = { panels: { id: string; title: string; section: string }[] }

export const panelsOf = async (client: Client, api: string) => (await client.get<Panels>(`${api}/panels`)).panels

/** Adds a panel to the section of the first one, and opens it with the full width of the workspace. */
export async function addPanel(who: Person, api: string, spec: Record<string, unknown>): Promise<string> {
  const [first] = await panelsOf(who.client, api)
  if (!first) throw new Error('there is no panel')
  const made = await who.client.post<{ id: string }>(`${api}/sections/${first.section}/panels`, spec)
  return made.id
}

/** The chart of a panel, once it's drawn. */
export async function chartOf(page: Page, title: string): Promise<Locator> {
  const chart = page.locator(`[data-chart][aria-label^="${title}:"]`).first()
  await chart.waitFor()
  return chart
}

/** Points at a place of the plot: parts of its width and height, from the top left. */
export async function pointAt(chart: Locator, x: number, y: number): Promise<void> {
  const box = await chart.locator('.u-over').boundingBox()
  if (!box) throw new Error('the chart isn’t seen')
  await chart.page().mouse.move(box.x + box.width * x, box.y + box.height * y)
}

/** Where a value is, as a part of the plot's height from the top. */
export async function heightOf(chart: Locator, value: number): Promise<number> {
  const [min, max] = await Promise.all(
    ['data-y-min', 'data-y-max'].map(async (a) => Number(await chart.getAttribute(a))),
  )
  return 1 - (value - (min ?? 0)) / ((max ?? 1) - (min ?? 0))
}

/** Where an x is, as a part of the plot's width from the left. */
export async function placeOf(chart: Locator, x: number): Promise<number> {
  const [min, max] = await Promise.all(
    ['data-x-min', 'data-x-max'].map(async (a) => Number(await chart.getAttribute(a))),
  )
  return (x - (min ?? 0)) / ((max ?? 1) - (min ?? 0))
}

/** Selects a range of x with the mouse, in parts of the plot's width. */
export async function drag(chart: Locator, from: number, to: number): Promise<void> {
  await pointAt(chart, from, 0.5)
  await chart.page().mouse.down()
  await pointAt(chart, (from + to) / 2, 0.5)
  await pointAt(chart, to, 0.5)
  await chart.page().mouse.up()
}

/** What the tooltip says. */
export const tip = (page: Page) => page.locator('[role=tooltip]:visible')

/** Its parts, a line each: the place; then of each line its name, its value, and what else is known. */
export async function tipText(page: Page): Promise<string> {
  await tip(page).waitFor()
  return (await tip(page).locator('span').allTextContents()).filter(Boolean).join('\n')
}

/** How opaque the lines' canvas is at a place, from 0 to 255; places are parts of the plot. */
export async function inkAt(chart: Locator, x: number, y: number): Promise<number> {
  return chart
    .locator('.u-over canvas')
    .first()
    .evaluate(
      (c, [px, py]) => {
        const canvas = c as HTMLCanvasElement
        const at = [Math.round((px ?? 0) * (canvas.width - 1)), Math.round((py ?? 0) * (canvas.height - 1))] as const
        return canvas.getContext('2d')?.getImageData(at[0], at[1], 1, 1).data[3] ?? -1
      },
      [x, y],
    )
}

/** Opens the workspace and finds a chart. */
export async function openChart(who: Person, project: string, title: string, options = {}) {
  const page = await openPage(who, `/${project}/workspace`, options)
  return { page, chart: await chartOf(page, title) }
}

/** The attribute of a chart, once it is so. */
export async function says(chart: Locator, attribute: string, value: string | RegExp): Promise<void> {
  await eventually(async () => {
    const now = await chart.getAttribute(attribute)
    if (typeof value === 'string') expect(now).toBe(value)
    else expect(now).toMatch(value)
  })
}
