import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { charted, chartOf, drag, openChart, says } from './rig/chart'
import { eventually, fresh, withBrowser } from './rig/rig'

withBrowser()

/** The file that an item of a panel's menu saves. */
async function download(page: Page, title: string, item: string): Promise<{ name: string; content: Buffer }> {
  const menu = page.getByRole('button', { name: `Menu of ${title}` })
  await menu.focus()
  await menu.click()
  const [got] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
  const path = join(tmpdir(), fresh('runledger-download'))
  await got.saveAs(path)
  const content = await readFile(path)
  await rm(path)
  return { name: got.suggestedFilename(), content }
}

test('a chart is exported as CSV with every digit, and as a picture', async () => {
  const value = (run: number, step: number) => 0.1 * (run + 1) + step / 3
  const { ann, project } = await charted((project) =>
    [0, 1].flatMap((run) =>
      Array.from({ length: 30 }, (_, step) => ({
        project,
        run: `r${run}`,
        step,
        metrics: { 'train/loss': run === 1 && step === 29 ? 'NaN' : value(run, step) },
      })),
    ),
  )
  const { page, chart } = await openChart(ann, project, 'train/loss', { scheme: 'dark' })
  const csv = await download(page, 'train/loss', 'Export CSV')
  expect(csv.name).toBe('train-loss.csv')
  const rows = csv.content
    .toString()
    .trim()
    .split('\r\n')
    .map((r) => r.split(','))
  const [head, ...lines] = rows
  const column = (name: string) => head?.indexOf(name) ?? -1
  expect(lines.length).toBe(60)
  for (const row of lines) {
    const run = Number(row[column('run')]?.slice(1))
    const step = Number(row[column('step')])
    if (run === 1 && step === 29) expect([row[column('mean')], row[column('nan')]]).toEqual(['', '1'])
    else expect(Number(row[column('mean')])).toBe(value(run, step))
  }

  const png = await download(page, 'train/loss', 'Export image')
  expect(png.name).toBe('train-loss.png')
  const bytes = png.content
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  const box = await chart.boundingBox()
  expect(width).toBe(Math.round(box?.width ?? 0))
  expect(height).toBeGreaterThan((box?.height ?? 0) + 40) // with title and legend
  const colours = await page.evaluate(async (file) => {
    const picture = await createImageBitmap(new Blob([new Uint8Array(file)], { type: 'image/png' }))
    const ctx = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
    ctx?.drawImage(picture, 0, 0)
    const { data } = ctx?.getImageData(0, 0, picture.width, picture.height) ?? { data: [] }
    const all = new Map<string, number>()
    for (let i = 0; i < data.length; i += 4) {
      const one = `${data[i]},${data[i + 1]},${data[i + 2]}`
      all.set(one, (all.get(one) ?? 0) + 1)
    }
    return [...all].sort((a, b) => b[1] - a[1]).map(([one]) => one)
  }, Array.from(bytes))
  expect(colours[0]).toBe('28,31,35') // the dark theme's surface
  expect(colours.length).toBeGreaterThan(20) // lines and letters

  // Zoomed, it is what is seen.
  await drag(chart, 0.01, 0.5)
  await says(await chartOf(page, 'train/loss'), 'data-x-max', /^1\d$/)
  await eventually(async () => {
    const part = await download(page, 'train/loss', 'Export CSV')
    const text = part.content.toString()
    expect(text.trim().split('\r\n').length).toBeLessThan(40)
  })
})
