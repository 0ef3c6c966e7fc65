import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { eventually } from './rig'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds serious or critical on a page, in both colour schemes: a line for each
 * element, with the rule, the element and what is wrong.
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  await settled(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' })
    await page.evaluate(stillness)
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
    )
    for (const v of violations) {
      if (v.impact !== 'serious' && v.impact !== 'critical') continue
      for (const n of v.nodes)
        found.push(
          `${colorScheme} ${v.id}: ${n.target.join(' ')} ${n.html.slice(0, 160)} – ${(n.failureSummary ?? v.help).replace(/\s+/g, ' ').slice(0, 240)}`,
        )
    }
  }
  return found
}

/** In the page: until no colour is between two any more, a few frames in a row. */
async function stillness(): Promise<void> {
  for (let still = 0, frames = 0; still < 3 && frames < 120; frames++) {
    await new Promise((next) => requestAnimationFrame(next))
    const moving = document.getAnimations().some((a) => a instanceof CSSTransition && a.playState === 'running')
    still = moving ? 0 : still + 1
  }
}

/** Until nothing is on its way any more. */
async function settled(page: Page): Promise<void> {
  await eventually(async () => {
    const busy = await page.locator('[aria-busy=true]').count()
    const shown = await page.locator('main, h1, form').count()
    if (busy > 0 || shown === 0) throw new Error(`${busy} parts of ${page.url()} are on their way`)
  })
}
