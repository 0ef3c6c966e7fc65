import { expect, test } from 'vitest'
import { png, upload } from './rig/media'
import { newBoard } from './rig/panels'
import { eventually, openPage, withBrowser } from './rig/rig'

withBrowser()

const image = (path: string, caption: string) => ({
  _type: 'image-file',
  path,
  width: 12,
  height: 9,
  format: 'png',
  caption,
})

test('a media panel shows the images that were logged, at the step that the slider says', async () => {
  const board = await newBoard([
    { run: 'a', name: 'painter', step: 0, metrics: { sample: image('media/images/sample_0.png', 'red'), loss: 1 } },
    { run: 'a', step: 10, metrics: { sample: image('media/images/sample_10.png', 'blue') } },
    { run: 'b', name: 'idler', step: 0, metrics: { loss: 1 } },
  ])
  await upload(board.person, board.project, 'a', 'media/images/sample_0.png', png(12, 9, [200, 0, 0]))
  await upload(board.person, board.project, 'a', 'media/images/sample_10.png', png(12, 9, [0, 0, 200]))
  const id = await board.add({ kind: 'media', keys: ['sample'] })
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const panel = page.locator(`[data-panel="${id}"]`)
  const shown = panel.locator('img')
  const sizeOf = () => shown.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight])
  await panel.locator('img[alt=blue]').waitFor()
  await eventually(async () => expect(await sizeOf()).toEqual([12, 9]))
  await panel.getByText('Nothing logged here').waitFor()
  const slider = panel.getByRole('slider', { name: 'Step' })
  await slider.focus()
  await slider.press('Home')
  await panel.locator('img[alt=red]').waitFor()
  await eventually(async () => expect(await sizeOf()).toEqual([12, 9]))
  expect(await panel.locator('[data-media]').getAttribute('data-step')).toBe('0')
  const colour = await shown.evaluate((img: HTMLImageElement) => {
    const canvas = document.createElement('canvas')
    const to = canvas.getContext('2d')
    to?.drawImage(img, 0, 0)
    return [...(to?.getImageData(3, 3, 1, 1).data ?? [])]
  })
  expect(colour).toEqual([200, 0, 0, 255])
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/media.png` })
})

test('histograms over steps are a heat map, pages run no scripts, a missing file says so', async () => {
  const histogram = (values: number[], bins: number[]) => ({ _type: 'histogram', values, bins })
  const board = await newBoard([
    {
      run: 'a',
      step: 0,
      metrics: { weights: histogram([1, 3], [0, 1, 2]), page: { _type: 'html-file', path: 'media/html/p.html' } },
    },
    {
      run: 'a',
      step: 5,
      metrics: { weights: histogram([2, 2], [-1, 0, 1]), gone: image('media/images/gone.png', 'gone') },
    },
  ])
  await upload(
    board.person,
    board.project,
    'a',
    'media/html/p.html',
    '<b>bold</b><script>parent.document.title="taken"</script>',
  )
  const heat = await board.add({ kind: 'media', keys: ['weights'] })
  const html = await board.add({ kind: 'media', keys: ['page'] })
  const gone = await board.add({ kind: 'media', keys: ['gone'] })
  const page = await openPage(board.person, `/${board.project}/workspace`, {
    expected: /sandboxed|Content Security Policy/,
  })
  const panel = (id: string) => page.locator(`[data-panel="${id}"]`)
  await panel(heat).locator('[data-heat=weights][data-columns="2"]').waitFor()
  expect(await panel(heat).locator('tbody tr').allTextContents()).toEqual(['0402', '54−11'])
  await panel(html).frameLocator('iframe').locator('b', { hasText: 'bold' }).waitFor()
  expect(await page.title()).toContain('runledger')
  await panel(gone).getByText('can’t be shown').waitFor()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/heat.png` })
})

test('a logged table is paged and sorted', async () => {
  const data = Array.from({ length: 120 }, (_, i) => [i, `name ${i}`, i % 2 ? i / 7 : 'NaN'])
  const board = await newBoard([
    {
      run: 'a',
      name: 'tabular',
      step: 3,
      metrics: { predictions: { _type: 'table-file', path: 'media/table/p.table.json', nrows: 120, ncols: 3 } },
    },
  ])
  const text = JSON.stringify({ columns: ['id', 'label', 'score'], data }).replaceAll('"NaN"', 'NaN')
  await upload(board.person, board.project, 'a', 'media/table/p.table.json', text)
  const id = await board.add({ kind: 'table', key: 'predictions' })
  const page = await openPage(board.person, `/${board.project}/workspace`)
  const panel = page.locator(`[data-panel="${id}"]`)
  await panel.locator('[data-rows="120"]').waitFor()
  await panel.getByText('1–50 of 120').waitFor()
  const first = async () => (await panel.locator('tbody tr').first().locator('td').allTextContents()).join(' ')
  expect(await first()).toBe('0 name 0 NaN')
  await panel.getByRole('button', { name: 'score' }).click()
  await eventually(async () => expect(await first()).toContain('1 name 1 0.14285714285714285'))
  await panel.getByRole('button', { name: 'score' }).click()
  await eventually(async () => expect(await first()).toBe('119 name 119 17'))
  await panel.getByRole('button', { name: 'Next page' }).click()
  await panel.getByText('51–100 of 120').waitFor()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/table.png` })
})
