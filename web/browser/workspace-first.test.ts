import { expect, test } from 'vitest'
import { Client, fresh, newPerson, openPage, withBrowser } from './rig/rig'
import { openWorkspace, panel, projectWith, section } from './rig/workspace'

withBrowser()

test('an empty project teaches how to log, with a key of one’s own; the first run takes its place', async () => {
  const ann = await newPerson()
  const name = fresh('empty')
  await ann.client.post('/projects', { entity: ann.name, name })
  const page = await openPage(ann, `/${ann.name}/${name}/workspace`)
  await page.getByRole('heading', { name: 'Log the first run' }).waitFor()
  const lines = page.locator('pre')
  expect(await lines.innerText()).toContain(`WANDB_BASE_URL=${ann.client.url}`)
  await page.getByRole('button', { name: 'Create an API key' }).click()
  await page.getByText('shown this once').waitFor()
  await page.getByRole('tab', { name: 'curl' }).click()
  const text = await lines.innerText()
  const key = /Bearer ([\w-]{40,})"/.exec(text)?.[1] ?? ''
  // What the page says is what works: the lines are sent as they stand.
  const data = text.split("<<'END'\n")[1]?.split('\nEND')[0] ?? ''
  const sent = data.split('\n').map((l) => JSON.parse(l))
  await new Client(ann.client.url, key).log(sent)
  await section(page, 'train').waitFor()
  await panel(page, 'train/loss').locator('[data-shown=data]').waitFor()
  await page.getByRole('heading', { name: 'Log the first run' }).waitFor({ state: 'detached' })
})

test('a metric that is logged for the first time appears by itself', async () => {
  const { ann, project, path } = await projectWith({ train: 1 })
  const page = await openWorkspace(ann, path)
  await page.locator('[data-live=live]').waitFor()
  await ann.client.log([{ project, run: 'r0', step: 9, metrics: { 'fresh/metric': 1 } }])
  await panel(page, 'fresh/metric').waitFor()
})

test('only panels that are seen ask the server; one answer has the sections and their first panels', async () => {
  const { ann, path } = await projectWith(
    Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`s${String(i).padStart(2, '0')}`, 8])),
    1,
  )
  const page = await openWorkspace(ann, path)
  const asked: string[] = []
  const data = new Set<string>()
  page.on('request', (r) => {
    const at = new URL(r.url()).pathname
    const id = /\/panels\/([^/]+)\/data$/.exec(at)?.[1]
    if (id) data.add(id)
    else if (at.includes('/workspaces/')) asked.push(at.replace(/.*\/workspaces\//, ''))
  })
  await page.reload()
  await panel(page, 's00/m05').locator('[data-shown=data]').waitFor()
  const seen = () =>
    page.locator('[data-panel]').evaluateAll((all) => {
      const box = document.querySelector('[data-scrolls]')?.getBoundingClientRect()
      return all
        .filter((p) => {
          const { top, bottom } = p.getBoundingClientRect()
          return box && bottom > box.top && top < box.bottom
        })
        .map((p) => p.getAttribute('data-panel'))
    })
  const first = await seen()
  await page.waitForLoadState('networkidle')
  expect(data.size).toBeLessThanOrEqual(first.length)
  expect(data.size).toBeGreaterThanOrEqual(6)
  expect(asked.filter((a) => a === 'me')).toHaveLength(1)
  expect(asked.filter((a) => a.includes('sections/'))).toEqual([])
  // Further down other panels ask; those that were passed don't ask again.
  await section(page, 's19').scrollIntoViewIfNeeded()
  await panel(page, 's19/m00').locator('[data-shown=data]').waitFor()
  expect(data.size).toBeLessThan(60)
  expect(await page.locator('[data-panel]').count()).toBeLessThan(60)
})

test('the column of the runs is resized, folded away, and stays so', async () => {
  const { ann, path } = await projectWith({ train: 1 })
  const page = await openWorkspace(ann, path)
  const runs = page.getByRole('complementary', { name: 'Runs' })
  const splitter = page.getByRole('separator', { name: 'Width of the runs' })
  const before = (await runs.boundingBox())?.width ?? 0
  await splitter.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.reload()
  await runs.waitFor()
  expect((await runs.boundingBox())?.width).toBe(before + 40)
  await page.getByRole('button', { name: 'Fold the runs away' }).click()
  await runs.waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('button', { name: 'Show the runs' }).click()
  await runs.waitFor()
})
