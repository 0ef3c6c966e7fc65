import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { findings, type Look, lacks } from './rig/everybody'
import { type Gallery, newGallery } from './rig/gallery'
import { type Place, placesOf } from './rig/places'
import { type OpenOptions, openPage, withBrowser } from './rig/rig'

withBrowser()

let gallery: Gallery
beforeAll(async () => {
  gallery = await newGallery()
})

const schemes: [string, OpenOptions, Look][] = [
  ['light', { scheme: 'light' }, {}],
  ['dark', { scheme: 'dark' }, { contrastOnly: true }], // nothing else depends on the colours
  ['light, narrow', { scheme: 'light', width: 420, height: 800 }, {}],
]

test('sign-in, narrow too, can be used by everybody', async () => {
  for (const [name, options, look] of schemes) {
    const page = await openPage(null, '/', options)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    expect([...(await findings(page, look)), ...(await lacks(page))], name).toEqual([])
  }
})

test.for(schemes)('every page can be used by everybody: %s', async ([, options, look]) => {
  const page = await openPage(gallery.person, '/settings', options)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const faults: string[] = []
  for (const place of placesOf(gallery)) {
    faults.push(...(await lookAt(page, place, look)).map((fault) => `${place.name}: ${fault}`))
  }
  expect(faults).toEqual([])
})

async function lookAt(page: Page, place: Place, look: Look): Promise<string[]> {
  await page.keyboard.press('Escape') // what the place before had opened
  await goTo(page, place.path)
  try {
    await place.ready(page)
  } catch (e) {
    return [`isn’t there: ${String(e).split('\n')[0]}`]
  }
  return [...(await findings(page, look)), ...(await lacks(page))]
}

/** As a link does: a new document for each place would take most of the test's time. */
const goTo = (page: Page, path: string) =>
  page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
