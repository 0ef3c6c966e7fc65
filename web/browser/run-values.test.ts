import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, type Person, withBrowser } from './rig/rig'
import { upsertRun } from './rig/sdk'

withBrowser()

/** Logs a line as it is written: JSON.stringify would round its numbers. */
async function logRaw(ann: Person, line: string): Promise<void> {
  const response = await fetch(`${ann.client.url}/api/v1/ingest`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ann.client.key}`, 'Content-Type': 'application/x-ndjson' },
    body: line,
  })
  const reply = await response.text()
  if (response.status !== 202) throw new Error(reply)
  const { position } = JSON.parse(reply) as { position: string }
  await ann.client.get(`/projects/${ann.name}/digits/runs?limit=1&wait_for=${position}`)
}

const garbage = `"int":9223372036854775807,"under":-9223372036854775808,"more":18446744073709551616,
"nan":NaN,"inf":-Infinity,"":"empty key","a.b":{"c d":[1,[2,{"x":null}]]},"html":"<img src=x onerror=alert(1)>",
"__proto__":{"polluted":true},"yes":true,"0":0.10`

test('TestReq_FAQ_7 config and summary of any values are shown without loss', async () => {
  const ann = await newPerson()
  const long = 'lorem ipsum '.repeat(85_000)
  await upsertRun(
    ann.client,
    { entity: ann.name, project: 'digits', run: 'odd' },
    {
      config: `{"long":{"value":"${long}"},"huge":{"value":1e400}}`,
      summaryMetrics: `{"long":"${long}","huge":1e400}`,
    },
  )
  const line = `{"project":"${ann.name}/digits","run":"odd","config":{${garbage}},"summary":{${garbage}}}`
  await logRaw(ann, line.replaceAll('\n', ''))
  for (const tab of ['config', 'summary']) {
    const page = await openPage(ann, `/${ann.name}/digits/runs/odd/${tab}`)
    const row = (path: string) => page.locator(`[data-path='${path}']`)
    await row('int').waitFor()
    expect(await row('int').textContent()).toContain('9223372036854775807')
    expect(await row('under').textContent()).toContain('-9223372036854775808')
    expect(await row('more').textContent()).toContain('18446744073709551616')
    expect(await row('huge').textContent()).toContain('1e400')
    expect(await row('huge').getByTitle('No finite number').count()).toBe(1)
    expect(await row('nan').getByTitle('No finite number').textContent()).toBe('NaN')
    expect(await row('inf').getByTitle('No finite number').textContent()).toBe('-Infinity')
    expect(await row('0').textContent()).toContain('0.10')
    expect(await row('html').textContent()).toContain('<img src=x onerror=alert(1)>')
    expect(await page.getByText('empty key', { exact: true }).count()).toBe(2)
    expect(await row('__proto__').count()).toBe(1)
    // The megabyte is cut, and all there when asked for.
    expect((await row('long').textContent())?.length).toBeLessThan(1000)
    await row('long')
      .getByRole('button', { name: /show all/ })
      .click()
    const dialog = page.getByRole('dialog', { name: 'long' })
    await dialog.getByRole('button', { name: /Show more/ }).click()
    await dialog.getByRole('button', { name: /Show more/ }).click()
    await eventually(async () =>
      expect((await dialog.getByLabel('Value of long').textContent())?.length).toBe(long.length),
    )
    await page.keyboard.press('Escape')
    await page.getByLabel(`Search in ${tab}`).fill('c d')
    await row('int').waitFor({ state: 'detached' })
    await row('"a.b"."c d"[1][0]').waitFor()
    await page.reload()
    await row('"a.b"."c d"[1][0]').waitFor()
    expect(await row('int').count()).toBe(0)
  }
  // The other tabs and the header stand as well.
  const page = await openPage(ann, `/${ann.name}/digits/runs/odd/charts`)
  await page.getByText('No metrics yet').waitFor()
})

test('a tree of thousands of keys draws what is in sight, and goes by keys', async () => {
  const ann = await newPerson()
  const config = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${String(i).padStart(4, '0')}`, i]))
  await ann.client.log([{ project: `${ann.name}/digits`, run: 'a', config: { ...config, nested: { deep: { x: 1 } } } }])
  const page = await openPage(ann, `/${ann.name}/digits/runs/a/config`)
  const tree = page.getByRole('tree', { name: 'Config' })
  await tree.getByRole('treeitem').first().waitFor()
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(100)
  await tree.focus()
  await page.keyboard.press('End')
  const last = page.locator('[data-active]')
  await eventually(async () => expect(await last.getAttribute('data-path')).toBe('nested'))
  expect(await last.getAttribute('aria-expanded')).toBe('false')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await eventually(async () => expect(await last.getAttribute('data-path')).toBe('nested.deep'))
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await eventually(async () => expect(await last.getAttribute('aria-expanded')).toBe('false'))
})

test('a value of the config is edited over what the trainer sends, exactly, and undone', async () => {
  const ann = await newPerson()
  await ann.client.log([
    { project: `${ann.name}/digits`, run: 'a', config: { lr: 0.1, opt: { name: 'adam', betas: [0.9, 0.99] } } },
  ])
  const raw = async () => (await ann.client.raw('GET', `/projects/${ann.name}/digits/runs/a/config`)).text()
  const page = await openPage(ann, `/${ann.name}/digits/runs/a/config`)
  const edit = async (path: string, value: string) => {
    await page.locator(`[data-path='${path}']`).hover()
    await page.getByRole('button', { name: `Edit ${path}`, exact: true }).click()
    await page.getByLabel(`New value of ${path}`).fill(value)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator(`[data-path='${path}']`, { hasText: value }).waitFor()
  }
  await edit('lr', '9007199254740993')
  await eventually(async () => expect(await raw()).toContain('"lr":9007199254740993'))
  await edit('opt.betas[1]', '0.999')
  await eventually(async () => expect(await raw()).toMatch(/"betas":\[0\.9,0\.999\]/))
  await page.getByRole('alert').filter({ hasText: 'lr changed' }).getByRole('button', { name: 'Undo' }).click()
  await page.locator("[data-path='lr']", { hasText: '0.1' }).waitFor()
  expect(await raw()).toContain('"lr":0.1')
})

test('who may not edit sees values and no way to change them', async () => {
  const ann = await newPerson()
  const eve = await newPerson('eve')
  await ann.client.post('/projects', { entity: ann.name, name: 'digits', privacy: 'public' })
  await ann.client.log([{ project: `${ann.name}/digits`, run: 'a', config: { lr: 0.1 } }])
  const page = await openPage(eve, `/${ann.name}/digits/runs/a/config`)
  await page.locator("[data-path='lr']").hover()
  await page.getByRole('button', { name: 'Copy value of lr' }).waitFor()
  expect(await page.getByRole('button', { name: 'Edit lr' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Rename' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0)
})
