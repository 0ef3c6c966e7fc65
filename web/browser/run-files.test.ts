import { expect, test } from 'vitest'
import { newPerson, openPage, withBrowser } from './rig/rig'
import { uploadFiles, upsertRun } from './rig/sdk'

withBrowser()

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

test('files are listed by folders and looked into; nothing in them runs', async () => {
  const ann = await newPerson()
  const at = { entity: ann.name, project: 'digits', run: 'a' }
  await ann.client.log([{ project: `${ann.name}/digits`, run: 'a', step: 1, metrics: { loss: 1 } }])
  const evil = '<script>document.title = "run"; alert(1)</script><img src=x onerror="alert(2)">'
  await uploadFiles(ann.client, at, {
    'report.html': evil,
    'media/evil.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(3)"><script>alert(5)</script></svg>`,
    'media/dot.png': png,
    'notes.md': `# Title\n\n[click](javascript:alert(4)) ${evil}`,
    'table.csv': 'name,score\n"a, b",0.5\n',
    'deep/er/config.json': '{"big":9223372036854775807,"list":[1,2]}',
    'weights.bin': new Uint8Array([0, 1, 2, 255]),
    'empty.txt': '',
  })
  const page = await openPage(ann, `/${ann.name}/digits/runs/a/files`)
  let alerts = 0
  page.on('dialog', (d) => {
    alerts++
    void d.dismiss()
  })
  const list = page.getByRole('navigation', { name: 'Files' })
  const preview = page.getByRole('region', { name: 'Preview' })
  const open = (name: string) => list.getByTitle(name, { exact: true }).click()
  await list.getByTitle('media/dot.png', { exact: true }).waitFor()
  expect(await list.getByTitle('media/', { exact: true }).textContent()).toContain('2 · ')
  await open('report.html')
  await preview.getByText('<script>document.title').waitFor()
  await open('media/evil.svg')
  await preview.locator('img').waitFor()
  expect(await preview.locator('svg').count()).toBe(0)
  await open('media/dot.png')
  await preview.locator('img[alt="media/dot.png"]').waitFor()
  expect(await preview.locator('img').evaluate((el) => (el as HTMLImageElement).naturalWidth)).toBe(1)
  await open('notes.md')
  await preview.getByRole('heading', { name: 'Title' }).waitFor()
  expect(await preview.locator('script, img').count()).toBe(0)
  expect(await preview.locator('a[href^="javascript"]').count()).toBe(0)
  await open('table.csv')
  await preview.getByRole('cell', { name: 'a, b' }).waitFor()
  await open('deep/er/config.json')
  await preview.getByText('9223372036854775807').waitFor()
  expect(new URL(page.url()).searchParams.get('file')).toBe('deep/er/config.json')
  await open('weights.bin')
  await preview.getByText('It’s no text').waitFor()
  await open('empty.txt')
  await preview.getByText('The file is empty').waitFor()
  await list.getByTitle('deep/', { exact: true }).click()
  await list.getByTitle('deep/er/', { exact: true }).waitFor({ state: 'detached' })
  await open('report.html')
  await page.reload()
  await preview.getByText('<script>document.title').waitFor()
  expect(alerts).toBe(0)
  expect(await page.title()).not.toBe('run')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    preview.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('report.html')
})

test('TestReq_DF_7 the code tab shows the saved script, byte for byte, and what wasn’t committed', async () => {
  const ann = await newPerson()
  const at = { entity: ann.name, project: 'digits', run: 'a' }
  await upsertRun(ann.client, at, { jobProgram: '/srv/proj/src/train.py', host: 'box' })
  const script = 'import wandb  # the tracker\n\ndef main():\n\treturn "é 🎉" + str(42)\n'
  await uploadFiles(ann.client, at, {
    'code/src/train.py': script,
    'code/src/model.py': 'class Model: ...\n',
    'diff.patch': 'diff --git a/x b/x\n@@ -1 +1 @@\n-old line\n+new line\n',
    'output.log': 'not code',
  })
  const page = await openPage(ann, `/${ann.name}/digits/runs/a/code`)
  const preview = page.getByRole('region', { name: 'Preview' })
  await preview.getByText('import', { exact: true }).waitFor()
  const shown = await preview
    .getByLabel('Content of code/src/train.py')
    .locator('[data-code]')
    .evaluateAll((all) => all.map((el) => el.textContent))
  expect(`${shown.join('\n')}\n`).toBe(script)
  expect(await preview.getByText('# the tracker').count()).toBe(1)
  const list = page.getByRole('navigation', { name: 'Files' })
  expect(await list.getByTitle('output.log').count()).toBe(0)
  await list.getByTitle('diff.patch').click()
  await preview.locator('[data-diff=added]', { hasText: '+new line' }).waitFor()
  await preview.locator('[data-diff=removed]', { hasText: '-old line' }).waitFor()
  expect(new URL(page.url()).searchParams.get('file')).toBe('diff.patch')
})

test('without saved code the tab says how to switch it on', async () => {
  const ann = await newPerson()
  await ann.client.log([{ project: `${ann.name}/digits`, run: 'a', step: 1, metrics: { loss: 1 } }])
  const page = await openPage(ann, `/${ann.name}/digits/runs/a/code`)
  await page.getByText('wandb.init(save_code=True)').waitFor()
})
