import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

const output = (page: Page) => page.getByRole('region', { name: 'Output of the trainer' })
const line = (page: Page, n: number) => output(page).locator(`[data-line="${n - 1}"]`)
/** The first line that is in sight, and how far down the output it lies. */
const inSight = (page: Page) =>
  output(page).evaluate((el) => {
    const top = el.getBoundingClientRect().top
    for (const row of el.querySelectorAll('[data-line]')) {
      const at = row.getBoundingClientRect().top - top
      if (at >= 0) return { line: row.getAttribute('data-line'), at, text: row.textContent }
    }
    return undefined
  })

test('the console: colours, progress bars, stderr, times and links to lines', async () => {
  const ann = await newPerson()
  const e = '\u001b'
  await ann.client.log([
    {
      project: `${ann.name}/digits`,
      run: 'a',
      console: [
        `${e}[31mred${e}[0m plain ${e}[1;38;5;208mbold${e}[m`,
        '10%\r50%\r100% done',
        { text: 'oops', stream: 'stderr', time: '2026-03-01T12:00:00Z' },
        '<script>document.title = "run"</script>',
      ],
    },
  ])
  const page = await openPage(ann, `/${ann.name}/digits/runs/a/console`)
  await line(page, 4).getByText('<script>').waitFor()
  expect(await line(page, 1).textContent()).toBe('1red plain bold')
  const style = (text: string) =>
    line(page, 1)
      .getByText(text, { exact: true })
      .evaluate((el) => [getComputedStyle(el).color, getComputedStyle(el).fontWeight])
  expect(await style('red')).toEqual(['rgb(179, 32, 42)', '400'])
  const [orange, weight] = await style('bold')
  expect([orange, weight]).toEqual([expect.stringMatching(/^oklab/), '700'])
  expect(await line(page, 2).textContent()).toBe('2100% done')
  expect(await line(page, 3).getAttribute('data-stream')).toBe('stderr')
  await page.getByLabel('Times').click()
  await line(page, 3).getByText('2026-03-01 12:00:00').waitFor()
  await line(page, 2).getByRole('link', { name: 'Line 2' }).click()
  expect(new URL(page.url()).hash).toBe('#L2')
  await page.reload()
  await output(page).locator('[data-line="1"][data-marked]').waitFor()
  expect(await page.getByLabel('Times').isChecked()).toBe(true)
})

test('a live tail stays at the bottom; scrolled up, nothing moves', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  const print = (from: number, n: number) =>
    ann.client.log([{ project, run: 'a', console: Array.from({ length: n }, (_, i) => `line ${from + i}`) }])
  await print(1, 300)
  const page = await openPage(ann, `/${project}/runs/a/console`)
  await line(page, 300).getByText('line 300').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  await print(301, 5)
  await line(page, 305).getByText('line 305').waitFor()
  expect(await output(page).evaluate((el) => el.scrollHeight - el.scrollTop - el.clientHeight)).toBeLessThan(4)
  // Scrolled up: what is in sight stays where it is, to the pixel.
  await output(page).evaluate((el) => {
    el.scrollTop = 1234
  })
  await eventually(async () => expect((await inSight(page))?.text).toMatch(/line \d+/))
  const before = await inSight(page)
  await print(306, 50)
  await eventually(async () => expect(await output(page).getAttribute('data-total')).toBe('355'))
  expect(await inSight(page)).toEqual(before)
  await page.getByRole('button', { name: 'To the end' }).click()
  await line(page, 355).getByText('line 355').waitFor()
})

test('a hundred thousand lines: the end, the middle, and what is looked for', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  const lines = Array.from({ length: 100_000 }, (_, i) => `epoch ${i + 1} loss ${(1 / (i + 1)).toFixed(6)}`)
  lines[77_776] = 'the Needle in the hay'
  for (let i = 0; i < lines.length; i += 10_000) {
    await ann.client.log([{ project, run: 'a', console: lines.slice(i, i + 10_000) }])
  }
  const page = await openPage(ann, `/${project}/runs/a/console`)
  await line(page, 100_000).getByText('epoch 100000').waitFor()
  expect(await output(page).locator('[data-line]').count()).toBeLessThan(200)
  await output(page).evaluate((el) => {
    el.scrollTop = el.scrollHeight / 2
  })
  await eventually(async () => expect((await inSight(page))?.text).toMatch(/epoch 50\d\d\d/))
  await page.getByLabel('Find in the output').fill('needle')
  await page.getByRole('button', { name: 'Find next' }).click()
  await line(page, 77_777).locator('mark').waitFor()
  expect(new URL(page.url()).hash).toBe('#L77777')
  await page.keyboard.press('Home')
})
