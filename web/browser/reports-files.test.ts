import { expect, test } from 'vitest'
import { newLab, newReport } from './rig/reports'
import { eventually, openPage, withBrowser } from './rig/rig'

withBrowser()

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAGCAIAAAB1kpiRAAAAGUlEQVR4nGP8z8Dwn4ECwESJ5lEDRg0YNAYAAHEGAg3cZJYyAAAAAElFTkSuQmCC',
  'base64',
)

test('images are uploaded, pasted and dropped, with words for who can’t see them', async () => {
  const lab = await newLab(1, 2)
  const { id } = await newReport(lab, { title: 'Pictures', blocks: [{ kind: 'markdown', text: 'Look:' }] })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}?edit=1`)
  const images = async () => {
    const r = await lab.ann.client.get<{ blocks: { image?: { alt: string; name: string } }[] }>(
      `${lab.api}/reports/${id}`,
    )
    return r.blocks.flatMap((b) => b.image?.alt ?? [])
  }
  await page.getByRole('button', { name: 'Add a block after block 1' }).click()
  await page.getByRole('menuitem', { name: 'Image' }).click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'File' }).click(),
  ])
  await chooser.setFiles({ name: 'confusion.png', mimeType: 'image/png', buffer: png })
  const save = page.getByRole('button', { name: 'Save' })
  expect(await save.isDisabled()).toBe(true) // without words
  await page.getByRole('textbox', { name: 'What is to be seen' }).fill('A confusion matrix')
  await save.click()
  const image = page.getByRole('img', { name: 'A confusion matrix' })
  await image.waitFor()
  await eventually(async () =>
    expect(await image.evaluate((i) => i instanceof HTMLImageElement && i.naturalWidth)).toBe(10),
  )
  expect(await images()).toEqual(['A confusion matrix'])

  for (const way of ['paste', 'drop'] as const) {
    await page.getByRole('region', { name: 'Block 1, text' }).evaluate(
      (block, [kind, text]) => {
        const data = new DataTransfer()
        const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
        data.items.add(new File([bytes], 'p.png', { type: 'image/png' }))
        const init = { bubbles: true, cancelable: true }
        block.dispatchEvent(
          kind === 'paste'
            ? new ClipboardEvent('paste', { ...init, clipboardData: data })
            : new DragEvent('drop', { ...init, dataTransfer: data }),
        )
      },
      [way, png.toString('base64')] as const,
    )
    await page.getByRole('textbox', { name: 'What is to be seen' }).fill(`By ${way}`)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('img', { name: `By ${way}` }).waitFor()
  }
  // Each behind the block that it was dropped on.
  expect(await images()).toEqual(['By drop', 'By paste', 'A confusion matrix'])
})

test('a report is downloaded as one HTML file with its charts and without scripts, and as Markdown', async () => {
  const lab = await newLab()
  const blocks = [
    { kind: 'markdown', text: '# Hello' },
    { kind: 'panel_grid', panels: [{ kind: 'line', metrics: ['loss'] }] },
  ]
  const { id } = await newReport(lab, { title: 'Exported', blocks })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}`)
  const download = async (name: string) => {
    await page.getByRole('button', { name: 'Actions for Exported' }).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: name }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
    return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString() }
  }
  const html = await download('Download as HTML')
  expect(html.name).toBe('Exported.html')
  expect(html.text).not.toMatch(/<script/i)
  expect(html.text).toContain('<svg')
  expect(html.text).toContain('trial 2')
  const markdown = await download('Download as Markdown')
  expect(markdown.name).toBe('Exported.md')
  expect(markdown.text).toContain('# Hello')
})

test('nothing that people type runs or is fetched', async () => {
  const lab = await newLab(1, 2)
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
  const text = `${evil}\n\n[a](javascript:window.hacked=1) ![b](https://evil.example/x.png) <iframe src="javascript:window.hacked=1"></iframe>`
  const { id } = await newReport(lab, {
    title: evil,
    description: evil,
    blocks: [
      { kind: 'markdown', text },
      { kind: 'panel_grid', panels: [{ kind: 'line', metrics: ['loss'], title: evil }, { kind: evil }, {}] },
      { kind: 'run_set', run_set: { columns: ['name', `config."${evil.replaceAll('"', '\\"')}"`] } },
      { kind: 'panel_grid', run_set: { filter: evil }, panels: [{ kind: 'markdown', text }] },
    ],
  })
  await lab.ann.client.log([
    { project: `${lab.ann.name}/${lab.name}`, run: 'run-0', name: evil, config: { [evil]: evil } },
  ])
  await lab.ann.client.post(`${lab.api}/reports/${id}/comments`, { text })
  await lab.ann.client.post(`${lab.api}/reports/${id}/pin`, {})
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}`)
  await page.getByRole('heading', { name: evil, level: 1 }).waitFor()
  await page.locator('[data-panel] [data-lines]').first().waitFor()
  for (const at of [`${lab.page}/reports/${id}?edit=1`, `${lab.page}/reports`]) {
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
    expect(await page.locator('article iframe, article script, article img').count()).toBe(0)
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0)
    await page.goto(at)
    await page
      .getByRole('textbox', { name: 'Title' })
      .or(page.getByRole('link', { name: evil }))
      .waitFor()
  }
})

test('on paper there’s the report alone, with all of its blocks', async () => {
  const lab = await newLab(1, 3)
  const far = Array.from({ length: 8 }, () => ({ kind: 'panel_grid', panels: [{ kind: 'line', metrics: ['loss'] }] }))
  const { id } = await newReport(lab, { title: 'Printed', blocks: far })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}`, { scheme: 'dark' })
  await page.evaluate(() => {
    window.print = () => {
      document.body.dataset.printed = String(document.querySelectorAll('[data-panel] [data-lines]').length)
    }
  })
  await page.getByRole('button', { name: 'Print', exact: true }).click()
  await page.locator('body[data-printed="8"]').waitFor()
  await page.emulateMedia({ media: 'print' })
  await page.getByRole('heading', { name: 'Printed', level: 1 }).waitFor()
  for (const gone of ['header nav', 'nav[aria-label=Project]', '[aria-label=Comments]', 'button:has-text("Share")'])
    expect(await page.locator(gone).first().isVisible(), gone).toBe(false)
  const article = page.locator('[data-report-page]')
  expect(await article.evaluate((a) => getComputedStyle(a.closest('main') ?? a).overflow)).toBe('visible')
  expect(await article.evaluate((a) => getComputedStyle(a).backgroundColor)).not.toMatch(/rgb\((\d|[1-9]\d|1\d\d),/)
})
