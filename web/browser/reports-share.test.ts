import { expect, test } from 'vitest'
import { newLab, newReport } from './rig/reports'
import { eventually, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

const blocks = [
  { kind: 'markdown', text: 'What we found' },
  { kind: 'panel_grid', panels: [{ kind: 'line', metrics: ['loss'] }] },
]

test('TestReq_RP_4 a report is shared with the team by its link, and with anybody by a link of its own', async () => {
  const lab = await newLab()
  const { id } = await newReport(lab, { title: 'Shared', blocks })
  await lab.ann.client.put(`${lab.api}/privacy`, { level: 'public' })
  const page = await openPage(lab.ann, `${lab.page}/reports/${id}`)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Share this report' })
  await dialog.getByText('Everybody with an account here').waitFor()
  await dialog.getByRole('button', { name: 'Copy' }).first().click()
  await page.getByText('The link copied.').waitFor()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(new URL(link).pathname).toBe(`${lab.page}/reports/${id}`)

  // Another member reads it by that link.
  const bob = await newPerson('bob')
  const his = await openPage(bob, new URL(link).pathname)
  await his.getByRole('heading', { name: 'Shared', level: 1 }).waitFor()
  expect(await his.getByRole('button', { name: 'Edit', exact: true }).count()).toBe(0)

  // Nobody in particular reads it by a public one, without signing in.
  await dialog.getByRole('button', { name: 'Create a link' }).click()
  const url = await dialog.getByLabel('New link').inputValue()
  const anybody = await openPage(null, new URL(url).pathname)
  await anybody.getByRole('heading', { name: 'Shared' }).waitFor()
  await anybody.getByText('What we found').waitFor()
  expect(await anybody.locator('svg').count()).toBeGreaterThan(0)
  expect(await anybody.getByText(lab.ann.name).count()).toBe(0)

  // Until it's revoked.
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('button', { name: 'Revoke link' }).click()
  await dialog.getByText('There are no such links.').waitFor()
  expect((await anybody.reload())?.status()).toBe(404)
  const { rows } = await lab.ann.client.get<{ rows: { type: string }[] }>(`${lab.api}/audit`)
  expect(rows.map((r) => r.type.replace(/\.v\d+$/, ''))).toEqual(
    expect.arrayContaining(['report.shared', 'report.unshared']),
  )
})

test('TestReq_FAQ_4 making a project private takes its reports from others at once', async () => {
  const lab = await newLab(1, 3)
  const { id } = await newReport(lab, { title: 'Ours', blocks })
  await lab.ann.client.put(`${lab.api}/privacy`, { level: 'public' })
  const bob = await newPerson('bob')
  const page = await openPage(bob, `${lab.page}/reports/${id}`)
  await page.getByRole('heading', { name: 'Ours', level: 1 }).waitFor()
  await lab.ann.client.put(`${lab.api}/privacy`, { level: 'private' })
  await page.reload()
  await page.getByText('There’s nothing here').first().waitFor()
  expect(await page.getByText('Ours').count()).toBe(0)
  await page.goto(`${lab.page}/reports`)
  await page.getByText('There’s nothing here').first().waitFor()

  // Its owner is told why there's no link for everybody.
  await lab.ann.client.put(`${lab.api}/privacy`, { level: 'restricted' })
  const mine = await openPage(lab.ann, `${lab.page}/reports/${id}?share=1`)
  await mine.getByText('Only invited people see this project').waitFor()
  expect(await mine.getByRole('button', { name: 'Create a link' }).count()).toBe(0)
})

test('comments are added by whoever reads it, edited by who wrote them, and deleted with an undo', async () => {
  const lab = await newLab(1, 3)
  const { id } = await newReport(lab, { title: 'Talked about', blocks })
  await lab.ann.client.put(`${lab.api}/privacy`, { level: 'public' })
  const bob = await newPerson('bob')
  const his = await openPage(bob, `${lab.page}/reports/${id}`)
  await his.getByRole('textbox', { name: 'Your comment' }).fill('Nice <b>curve</b>!')
  await his.getByRole('button', { name: 'Comment', exact: true }).click()
  const comment = his.getByRole('article', { name: `Comment by ${bob.name}` })
  await comment.getByText('Nice <b>curve</b>!').waitFor()
  await comment.getByText('just now').waitFor()
  await comment.getByRole('button', { name: 'Edit' }).click()
  await comment.getByRole('textbox').fill('Nice curves!')
  await comment.getByRole('button', { name: 'Save' }).click()
  await comment.getByText('Nice curves!').waitFor()
  await comment.getByText('· edited').waitFor()

  // Its owner sees it, can't put words into his mouth, and may delete it.
  const mine = await openPage(lab.ann, `${lab.page}/reports/${id}`)
  const seen = mine.getByRole('article', { name: `Comment by ${bob.name}` })
  await seen.getByText('Nice curves!').waitFor()
  expect(await seen.getByRole('button', { name: 'Edit' }).count()).toBe(0)
  await seen.getByRole('button', { name: 'Delete' }).click()
  await seen.waitFor({ state: 'detached' })
  await mine.getByRole('button', { name: 'Undo' }).click()
  await seen.waitFor()
  await eventually(async () =>
    expect(await lab.ann.client.get(`${lab.api}/reports/${id}/comments`)).toMatchObject({
      comments: [{ text: 'Nice curves!', author: bob.name, edited: true }],
    }),
  )
})
