import { expect, test } from 'vitest'
import { eventually, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

async function renamed() {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  await ann.client.log([{ project, run: 'a', step: 1, metrics: { loss: 1 } }])
  const before = new Date().toISOString()
  await ann.client.patch(`/projects/${project}/runs/a`, { display_name: 'renamed later' })
  await ann.client.patch(`/projects/${project}`, { description: 'described later' })
  return { ann, project, before }
}

test('the past is marked on every tab, stays in the address, and ends with a click', async () => {
  const { ann, project, before } = await renamed()
  const page = await openPage(ann, `/${project}/overview?as_of=${before}`)
  for (const tab of ['Overview', 'Workspace', 'Table', 'Reports', 'Sweeps', 'Artifacts']) {
    await page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: tab }).click()
    await page.getByText('You see the project as of').waitFor()
    expect(new URL(page.url()).searchParams.get('as_of')).toBe(before)
  }
  await page.reload()
  await page.getByText('You see the project as of').waitFor()
  await page.getByRole('button', { name: 'Back to now' }).click()
  await page.getByText('You see the project as of').waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.has('as_of')).toBe(false)
})

test('the picker leads to the moment before a change, and by keyboard along the slider', async () => {
  const { ann, project } = await renamed()
  const page = await openPage(ann, `/${project}/overview`)
  await page.getByRole('button', { name: 'Now', exact: true }).click()
  const picker = page.getByRole('dialog')
  await picker.getByRole('button', { name: /changed the description of/ }).click()
  await page.getByText('You see the project as of').waitFor()
  const asOf = new URL(page.url()).searchParams.get('as_of')
  const then = await ann.client.get<{ description?: string }>(`/projects/${project}?as_of=${asOf}`)
  expect(then.description ?? '').toBe('')
  // the End key of the slider is now
  await picker.getByRole('slider').press('End')
  await page.getByText('You see the project as of').waitFor({ state: 'detached' })
})

test('what is asked for in the past says so to the server, and nothing can be changed', async () => {
  const { ann, project, before } = await renamed()
  const page = await openPage(ann, '/')
  const asked: string[] = []
  page.on('request', (r) => {
    if (r.url().includes(`/projects/${project}`)) asked.push(`${r.method()} ${r.url()}`)
  })
  await page.goto(`/${project}/workspace?as_of=${before}`)
  await page.getByText('You see the project as of').waitFor()
  await eventually(async () => expect(asked.some((a) => a.includes('/workspaces/me?'))).toBe(true))
  for (const a of asked.filter((one) => /\/(workspaces|runs|charts|overview)/.test(one) && !/\/undo/.test(one))) {
    expect(a, 'a read of now on a page of the past').toContain('as_of=')
  }
  expect(asked.filter((a) => /\/live/.test(a))).toEqual([])
})
