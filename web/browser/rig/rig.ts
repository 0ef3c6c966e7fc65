import { mkdirSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { Client } from './client'

export { Client } from './client'

let browser: Browser
const open: { context: BrowserContext; page: Page; faults: string[] }[] = []

/** Call it once at the top of a file of tests. */
export function withBrowser() {
  beforeAll(async () => {
    browser = await chromium.connect(inject('chromium'))
  })
  afterEach(async ({ task }) => {
    const faults: string[] = []
    for (const [i, one] of open.splice(0).entries()) {
      if (task.result?.state === 'fail') {
        mkdirSync('.shots', { recursive: true })
        await one.page
          .screenshot({ path: `.shots/${task.name.replace(/[^\w-]+/g, '_').slice(0, 80)}-${i}.png` })
          .catch(() => {})
      }
      faults.push(...one.faults)
      await one.context.close()
    }
    expect(faults, 'errors in the browser').toEqual([])
  })
  afterAll(() => browser.close())
}

/** The administrator, over HTTP. */
export const admin = () => new Client(inject('server'), inject('adminKey'))

export type Person = { name: string; password: string; client: Client }

let made = 0

/** A name that no other test has. */
export const fresh = (word: string) => `${word}-${process.pid}-${Date.now().toString(36)}-${++made}`

/** A new user with a password and an API key. */
export async function newPerson(word = 'ann'): Promise<Person> {
  const name = fresh(word)
  const key = `${name}_`.padEnd(48, 'k')
  const password = 'correct horse battery'
  await admin().post('/users', { name, api_key: key })
  await admin().put(`/users/${name}/password`, { new: password })
  return { name, password, client: new Client(inject('server'), key) }
}

export type OpenOptions = {
  width?: number
  height?: number
  scheme?: 'light' | 'dark'
  /** Messages of the console that are no fault, such as those of refused requests. */
  expected?: RegExp
  /** Another server than the one that all tests share. */
  server?: string
}

/**
 * A page of a browser in which a person is signed in, at a path of the server. What goes
 * wrong in it, and any request to another host, fails the test.
 */
export async function openPage(who: Person | null, path: string, options: OpenOptions = {}): Promise<Page> {
  const server = options.server ?? inject('server')
  const context = await browser.newContext({
    baseURL: server,
    viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
    colorScheme: options.scheme ?? 'light',
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-US',
  })
  context.setDefaultTimeout(15_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  const faults: string[] = []
  open.push({ context, page, faults })
  page.on('pageerror', (e) => faults.push(`${e.stack ?? e}`))
  page.on('console', (m) => {
    // A refused request is logged by the browser itself: what the page makes of it is tested.
    const text = m.text()
    if (m.type() === 'error' && !text.startsWith('Failed to load resource') && !options.expected?.test(text))
      faults.push(text)
  })
  page.on('request', (r) => {
    if (/^https?:/.test(r.url()) && !r.url().startsWith(server)) faults.push(`a request to another host: ${r.url()}`)
  })
  if (who) {
    const signedIn = await context.request.post('/api/v1/session', { data: { name: who.name, password: who.password } })
    expect(signedIn.status(), await signedIn.text()).toBeLessThan(300)
  }
  await page.goto(path)
  return page
}

/** Tries until `check` no longer throws. */
export async function eventually<T>(check: () => Promise<T>, patience = 15_000): Promise<T> {
  const end = Date.now() + patience
  for (;;) {
    try {
      return await check()
    } catch (e) {
      if (Date.now() > end) throw e
      await new Promise((done) => setTimeout(done, 50))
    }
  }
}
