import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

// axe-core reads the page that is drawn, and says what people with a screen reader, a
// keyboard, or poor sight can't use in it. Its source is evaluated by the browser's own
// interface: the page's content policy forbids scripts that aren't the server's.

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What isn't ours to repair, and why; everything else is repaired. */
const exclude: string[][] = []

type Found = {
  id: string
  impact: string | null
  nodes: { target: string[]; html: string; failureSummary?: string }[]
}
type Axe = { run: (where: unknown, options: unknown) => Promise<{ violations: Found[] }> }

export type Look = { contrastOnly?: boolean }

/** What axe finds serious or critical on what the page shows now, a line each. */
export async function findings(page: Page, look: Look = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const found = await page.evaluate(
    async ({ exclude, contrastOnly }) => {
      const { axe } = window as unknown as { axe: Axe }
      const options = {
        resultTypes: ['violations'],
        iframes: false,
        ...(contrastOnly ? { runOnly: ['color-contrast'] } : {}),
      }
      return (await axe.run({ include: [['html']], exclude }, options)).violations
    },
    { exclude, contrastOnly: look.contrastOnly ?? false },
  )
  return found
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .flatMap((v) =>
      v.nodes.slice(0, 4).map((n) => {
        const why = (n.failureSummary ?? '').split('\n').slice(1, 3).join(' ').trim()
        return `${v.id}: ${n.target.join(' ')} ${n.html.slice(0, 160)} — ${why}`
      }),
    )
}

/** What a page lacks of what every page has: one heading of the first level, a name of the window that says where one is, no scrolling sideways. */
export const lacks = (page: Page) =>
  page.evaluate(() => {
    const heads = [...document.querySelectorAll('h1')].map((h) => h.textContent)
    const { scrollWidth, clientWidth } = document.documentElement
    return [
      heads.length === 1 ? '' : `${heads.length} headings of the first level: ${heads.join(', ')}`,
      /\S · runledger$/.test(document.title) ? '' : `the window is called "${document.title}"`,
      scrollWidth > clientWidth ? `the document is ${scrollWidth} wide in ${clientWidth}` : '',
    ].filter(Boolean)
  })
