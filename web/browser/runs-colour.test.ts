import { expect, test } from 'vitest'
import { eventually, withBrowser } from './rig/rig'
import { manyRuns, newProject, openWorkspace } from './rig/runs'

withBrowser()

async function opened() {
  const { ann, project } = await newProject(manyRuns(2))
  const { page, row } = await openWorkspace(ann, project)
  const swatch = row('run 2').getByRole('button', { name: 'Colour of run 2' })
  await swatch.click()
  const colour = async () => (await ann.client.get(`/projects/${project}/runs/r2`)).color
  return { page, swatch, colour, picker: page.getByRole('dialog', { name: 'Colour of run 2' }) }
}

test('TestReq_WS_7 a run takes a preset colour, and can go back to its usual one', async () => {
  const { page, swatch, colour, picker } = await opened()
  await eventually(async () => expect(await picker.getByRole('radio').count()).toBe(20))
  await picker.getByRole('radio', { name: 'Preset 3' }).click()
  await eventually(async () => expect(await colour()).toBe('preset:3'))
  await eventually(async () => expect(await swatch.getAttribute('data-colour')).toBe('#cc2561'))
  await swatch.click()
  expect(await picker.getByRole('radio', { name: 'Preset 3' }).getAttribute('aria-checked')).toBe('true')
  await picker.getByRole('button', { name: 'Usual' }).click()
  await eventually(async () => expect(await colour()).toBeUndefined())
  await page.keyboard.press('Escape')
})

test('TestReq_WS_8 a run takes any colour; what isn’t one is said and can’t be used', async () => {
  const { swatch, colour, picker } = await opened()
  const hex = picker.getByLabel('Colour as hex')
  await hex.fill('#12ab9')
  await picker.getByText('Six digits').waitFor()
  expect(await picker.getByRole('button', { name: 'Use' }).isDisabled()).toBe(true)
  await hex.fill('12AB9F')
  await hex.press('Enter')
  await eventually(async () => expect(await colour()).toBe('#12ab9f'))
  await eventually(async () => expect(await swatch.getAttribute('data-colour')).toBe('#12ab9f'))
  await swatch.click()
  await picker.getByRole('slider', { name: 'Hue' }).focus()
  await hex.page().keyboard.press('ArrowRight')
  await eventually(async () => expect(await hex.inputValue()).not.toBe('#12ab9f'))
  await picker.getByRole('button', { name: 'Use' }).click()
  await eventually(async () => expect(await colour()).toMatch(/^#(?!12ab9f)[0-9a-f]{6}$/))
})
