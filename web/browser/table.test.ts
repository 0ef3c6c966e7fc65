import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, withBrowser } from './rig/rig'
import { column, counts, hasLines, heading, headings, lines, type Stored, twelve } from './rig/table'

withBrowser()

test('TestReq_TB_1 columns are chosen, pinned, hidden, moved, made wider; a reload keeps them', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table`)
  await hasLines(page, 12)
  const [first] = await lines(page)
  expect(first).toMatchObject({ 'config.lr': '0.001', 'config.arch': 'mlp', state: 'Failed', 'summary.loss': '0.103' })
  await page.locator('[data-field="summary.accuracy"] [title="0.123456789"]').first().waitFor()

  await page.getByRole('button', { name: 'Columns' }).click()
  const chooser = page.getByRole('dialog', { name: 'Columns' })
  await chooser.getByText('number · 12').first().waitFor() // type and count
  await chooser.getByLabel('Search keys').fill('betas')
  await chooser.getByRole('checkbox', { name: 'optimizer.betas' }).click()
  await chooser.getByLabel('Search keys').fill('exit_code')
  await chooser.getByRole('checkbox', { name: 'Exit code' }).click()
  await chooser.getByText('Shown (').click()
  const shown = chooser.getByRole('list', { name: 'Shown columns' })
  await shown.getByRole('button', { name: 'Pin arch' }).click()
  await shown.getByRole('button', { name: 'Hide User' }).click()
  await shown.getByRole('button', { name: 'Move lr' }).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await eventually(async () => {
    const { fields } = await ann.client.get<Stored>(`/projects/${project}/workspaces/me`)
    const texts = (fields.columns ?? []).map((c) => (typeof c === 'string' ? c : JSON.stringify(c)))
    expect(texts).toContain('{"field":"config.arch","pinned":true}')
    expect(texts).toContain('{"field":"user","hidden":true}')
    expect(texts.indexOf('config.lr')).toBeLessThan(texts.indexOf('summary.loss') + 1 || 99)
    expect(texts).toContain('exit_code')
  })
  await chooser.getByRole('button', { name: 'Done' }).click()
  const edge = await page.locator('[data-edge="config.arch"]').boundingBox()
  if (!edge) throw new Error('no edge')
  await page.mouse.move(edge.x + 3, edge.y + 10)
  await page.mouse.down()
  await page.mouse.move(edge.x + 63, edge.y + 10, { steps: 3 })
  await page.mouse.up()
  await eventually(async () => {
    const { fields } = await ann.client.get<Stored>(`/projects/${project}/workspaces/me`)
    expect(fields.columns).toContainEqual({ field: 'config.arch', pinned: true, width: 184 })
  })
  await page.reload()
  await hasLines(page, 12)
  const order = await headings(page)
  expect(order.slice(0, 2)).toEqual(['name', 'config.arch'])
  expect(order).toContain('exit_code')
  expect(order).not.toContain('user')
  expect(order).not.toContain('config.optimizer.betas')
  expect((await heading(page, 'config.arch').boundingBox())?.width).toBe(184)
  expect(await column(page, 'exit_code')).toContain('1')
})

test('columns are dragged to another place', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table`)
  await hasLines(page, 12)
  await heading(page, 'user').dragTo(heading(page, 'state'))
  await eventually(async () => expect((await headings(page)).slice(0, 3)).toEqual(['name', 'user', 'state']))
  await page.reload()
  await eventually(async () => expect((await headings(page)).slice(0, 3)).toEqual(['name', 'user', 'state']))
})

test('TestReq_TB_2 a filter that is built is the table’s, and the workspace’s', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table`)
  await hasLines(page, 12)
  await page.getByRole('button', { name: /^Filter/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Filter runs' })
  await dialog.getByRole('button', { name: 'Edit as text' }).click()
  await dialog.getByRole('textbox', { name: 'Filter as text' }).fill('config.arch = "cnn" and config.lr >= 0.01')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await eventually(async () => expect(await counts(page)).toEqual([4, 12]))
  await eventually(async () => expect(await column(page, 'config.arch')).toEqual(['cnn', 'cnn', 'cnn', 'cnn']))
  const { fields } = await ann.client.get<Stored>(`/projects/${project}/workspaces/me`)
  expect(fields.filter).toContain('config.lr >= 0.01')
  await page.reload()
  await hasLines(page, 4)
})

test('TestReq_TB_3 groups by several keys with aggregates a column, opened one in the other', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  await ann.client.patch(`/projects/${project}/workspaces/me`, { grouping: ['config.arch', 'config.lr'] })
  const page = await openPage(ann, `/${project}/table`)
  await eventually(async () => expect(await column(page, 'group')).toEqual(['["cnn"]', '["mlp"]']))
  const [cnn] = await lines(page)
  expect(cnn?.name).toContain('cnn')
  expect(cnn?.name).toContain('6')
  expect(Number(cnn?.['summary.loss'])).toBeCloseTo((0.3 + 0.03 + 0.13 + 0.003 + 0.103) / 5, 4) // NaN doesn't count
  await page.locator('[role=row][data-group]').first().click()
  await eventually(async () =>
    expect(await column(page, 'group')).toEqual(['["cnn"]', '["cnn",0.001]', '["cnn",0.01]', '["cnn",0.1]', '["mlp"]']),
  )
  await page.locator(`[data-group='["cnn",0.01]']`).first().click()
  await eventually(async () => expect(await column(page, 'name')).toContain('cnn-0.01-1'))
  expect(await lines(page)).toHaveLength(7)

  await heading(page, 'summary.loss').hover()
  await page.getByRole('button', { name: 'What to do with the column loss' }).click()
  await page.getByRole('menuitem', { name: 'max', exact: true }).click()
  await eventually(async () => expect((await lines(page))[0]?.['summary.loss']).toBe('0.3'))
  await page.reload() // what was open stays open
  await eventually(async () => expect(await column(page, 'name')).toContain('cnn-0.01-1'))
  expect((await lines(page))[0]?.['summary.loss']).toBe('0.3')

  await heading(page, 'config.arch').hover()
  await page.getByRole('button', { name: 'What to do with the column arch' }).click()
  await page.getByRole('menuitem', { name: 'Don’t group by this' }).click()
  await eventually(async () => expect(await column(page, 'group')).toEqual(['[0.001]', '[0.01]', '[0.1]']))
})

test('TestReq_TB_4 a click on headings sorts, by several with shift; the workspace has the order', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table`)
  await heading(page, 'summary.loss').click()
  await eventually(async () => {
    const losses = await column(page, 'summary.loss')
    expect(losses.slice(0, 3)).toEqual(['0.003', '0.003', '0.03'])
    expect(losses.slice(-2)).toEqual(['NaN', 'NaN'])
  })
  await heading(page, 'config.arch').click({ modifiers: ['Shift'] })
  await eventually(async () => {
    const w = await ann.client.get<Stored>(`/projects/${project}/workspaces/me`)
    expect(w.fields.sort).toEqual(['summary.loss:asc', 'config.arch:asc'])
  })
  const archs = async () =>
    expect((await column(page, 'config.arch')).slice(0, 4)).toEqual(['cnn', 'mlp', 'cnn', 'mlp'])
  await eventually(archs)
  expect(await heading(page, 'summary.loss').getAttribute('aria-sort')).toBe('ascending')
  await page.reload()
  await eventually(archs)
})

test('TestReq_TB_5 table and workspace show one run set', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  const page = await openPage(ann, `/${project}/table`)
  await hasLines(page, 12)
  await page.getByRole('searchbox', { name: 'Search runs' }).fill('mlp-0.1')
  await hasLines(page, 2)
  await page.getByRole('link', { name: 'Workspace', exact: true }).click()
  await page.getByText('2 of 12').waitFor()
  await ann.client.patch(`/projects/${project}/workspaces/me`, { search: 'cnn' })
  await page.getByText('6 of 12').waitFor()
  await page.getByRole('link', { name: 'Table', exact: true }).click()
  await eventually(async () => expect(await counts(page)).toEqual([6, 12]))
})

test('TestReq_WS_18 the table takes over the sidebar’s search, filter, order and groups', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  await ann.client.patch(`/projects/${project}/workspaces/me`, {
    search: 'mlp',
    filter: 'config.lr < 0.1',
    sort: ['summary.loss:desc'],
  })
  const page = await openPage(ann, `/${project}/workspace`)
  await page.getByText('4 of 12').waitFor()
  await page.getByRole('link', { name: 'Open as table' }).click()
  await hasLines(page, 4)
  expect(await column(page, 'summary.loss')).toEqual(['0.13', '0.103', '0.03', '0.003'])
  expect(await page.getByRole('searchbox', { name: 'Search runs' }).inputValue()).toBe('mlp')
  await ann.client.patch(`/projects/${project}/workspaces/me`, { grouping: ['config.seed'] })
  await eventually(async () => expect(await column(page, 'group')).toEqual(['[1]', '[0]'])) // by mean loss
})

test('TestReq_NAV_2 any key of config is a column', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/keys`
  const config = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`key.${i} of many`, i]))
  await ann.client.log([
    { project, run: 'a', config },
    { project, run: 'b', config: { nested: { deep: { value: 'found' } } } },
  ])
  const page = await openPage(ann, `/${project}/table?columns=1`)
  const chooser = page.getByRole('dialog', { name: 'Columns' })
  await chooser.getByText(/^3,0\d\d keys$/).waitFor()
  expect(await chooser.getByRole('checkbox').count()).toBeLessThan(100) // thousands are in the list, few are drawn
  await chooser.getByLabel('Search keys').fill('2718 of')
  await chooser.getByRole('checkbox', { name: 'key.2718 of many' }).click()
  await chooser.getByLabel('Search keys').fill('deep value')
  await chooser.getByRole('checkbox', { name: 'nested.deep.value' }).click()
  await chooser.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('grid', { name: 'Runs' }).focus()
  await page.keyboard.press('End')
  await eventually(async () => expect(await column(page, 'config."key.2718 of many"')).toEqual(['–', '2718']))
})

test('where nothing matches, and where nothing is yet, the table says what to do', async () => {
  const ann = await newPerson()
  const project = await twelve(ann)
  await ann.client.patch(`/projects/${project}/workspaces/me`, {
    search: 'nothing of the kind',
    filter: 'config.lr > 7',
  })
  const page = await openPage(ann, `/${project}/table`)
  await page.getByText('No run matches').waitFor()
  await page.getByRole('button', { name: 'Clear search and filter' }).click()
  await hasLines(page, 12)
  await ann.client.post('/projects', { entity: ann.name, name: 'empty' })
  await page.goto(`/${ann.name}/empty/table`)
  await page.getByRole('heading', { name: 'Log the first run' }).waitFor()
  await ann.client.log([{ project: `${ann.name}/empty`, run: 'first', name: 'first', config: { lr: 1 } }])
  await hasLines(page, 1) // without a reload
})

test('a value that is long or nested opens whole; NaN is marked, nothing is a dash', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/values`
  const prompt = 'say it again, '.repeat(40)
  await ann.client.log([
    {
      project,
      run: 'a',
      name: 'a',
      config: { prompt, layers: [{ units: 64 }, { units: 10 }], on: true, none: null },
      summary: { loss: 'NaN', size: 'Infinity' },
    },
    { project, run: 'b', name: 'b', config: { lr: 0.1 }, summary: { loss: 1e-12 } },
  ])
  const page = await openPage(ann, `/${project}/table`)
  await hasLines(page, 2)
  await page.getByRole('grid', { name: 'Runs' }).focus()
  const [b, a] = await lines(page)
  expect(a).toMatchObject({ 'summary.loss': 'NaN', 'summary.size': '∞', 'config.lr': '–' })
  expect(b).toMatchObject({ 'summary.loss': '1e−12', 'summary.size': '–', 'config.lr': '0.1' })
  await page.locator('[data-run=a] [data-field="config.prompt"] button').click()
  const whole = page.getByRole('dialog', { name: 'prompt' })
  expect(await whole.locator('pre').textContent()).toBe(prompt)
  await page.keyboard.press('Escape')
  await whole.waitFor({ state: 'detached' })
  await page.locator('[data-run=a] [data-field="config.layers"] button').click()
  expect(JSON.parse((await page.getByRole('dialog', { name: 'layers' }).locator('pre').textContent()) ?? '')).toEqual([
    { units: 64 },
    { units: 10 },
  ])
})
