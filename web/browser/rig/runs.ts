import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Line } from './client'
import { eventually, newPerson, type OpenOptions, openPage, type Person } from './rig'

/** A person with a project in which runs were logged. */
export async function newProject(lines: (project: string) => Line[]): Promise<{ ann: Person; project: string }> {
  const ann = await newPerson()
  await ann.client.post('/projects', { entity: ann.name, name: 'digits' })
  const project = `${ann.name}/digits`
  await ann.client.log(lines(project))
  return { ann, project }
}

/** Runs r1 to rN called "run 1" …, whose loss is their number; further fields by number. */
export const manyRuns =
  (n: number, more: (i: number) => Partial<Line> = () => ({})) =>
  (project: string) =>
    Array.from({ length: n }, (_, at) => at + 1).map((i) => ({
      project,
      run: `r${i}`,
      name: `run ${i}`,
      step: 0,
      metrics: { loss: i },
      ...more(i),
    }))

/** The workspace of a project, with its list of runs, and what its panels were answered. */
export async function openWorkspace(who: Person, project: string, options: OpenOptions & { search?: string } = {}) {
  const page = await openPage(who, `/${project}/workspace${options.search ?? ''}`, options)
  const charts = chartsOf(page)
  const runs = page.getByRole('grid', { name: 'Runs' })
  return { page, runs, charts, row: (name: string) => runs.getByRole('row', { name, exact: true }) }
}

/** Names of the runs that are in the list, in its order. */
export async function names(runs: Locator): Promise<string[]> {
  const rows = await runs
    .getByRole('row')
    .evaluateAll((all) =>
      all.map((r) => [Number(r.getAttribute('aria-rowindex')), r.getAttribute('aria-label') ?? ''] as const),
    )
  return rows.sort((a, b) => a[0] - b[0]).map(([, name]) => name)
}

export const expectNames = (runs: Locator, want: string[]) =>
  eventually(async () => expect(await names(runs)).toEqual(want))

/** The runs, or groups, whose lines the panels were answered last. */
function chartsOf(page: Page) {
  let last: unknown[] | undefined
  page.on('response', (r) => {
    if (!/\/panels\/[^/]+\/data/.test(r.url()) || !r.ok()) return
    r.json().then(
      (data: { chart?: { series?: { run?: string; group?: { value: unknown }[] }[] } }) => {
        last = (data.chart?.series ?? []).map((s) => s.run ?? s.group?.map((g) => g.value))
      },
      () => {}, // the page left meanwhile
    )
  })
  return {
    /** Waits until the panels were answered with just these, in any order. */
    show: (want: unknown[]) =>
      eventually(async () =>
        expect([...(last ?? ['nothing yet'])].map((v) => JSON.stringify(v)).sort()).toEqual(
          want.map((v) => JSON.stringify(v)).sort(),
        ),
      ),
  }
}

/** What a workspace stores. */
export const stored = (who: Person, project: string) =>
  who.client.get<{
    fields: Record<string, unknown>
    visibility: Record<string, boolean>
    run_set: { id: string; filter?: string; sort?: string[]; search?: string; group_by?: unknown }
    total: number
    visualized: number
  }>(`/projects/${project}/workspaces/me?sections=0`)

export const expectStored = (who: Person, project: string, want: Record<string, unknown>) =>
  eventually(async () => expect((await stored(who, project)).fields).toMatchObject(want))
