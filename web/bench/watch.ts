import type { Page } from 'playwright-core'

/** The panels that are in the window, and of them those that are drawn. */
export async function visiblePanels(page: Page, drawn = false): Promise<number> {
  return page.evaluate((only) => {
    let n = 0
    for (const body of document.querySelectorAll<HTMLElement>(only ? '[data-shown=data]' : '[data-shown]')) {
      const r = body.getBoundingClientRect()
      if (r.bottom > 0 && r.top < innerHeight && r.height > 0) n += !only || body.querySelector('canvas, svg') ? 1 : 0
    }
    return n
  }, drawn)
}

/** Until at least so many panels are in view, all of them are drawn, and the list has rows. */
export async function settled(page: Page, least: number): Promise<void> {
  await page.waitForFunction(
    (n) => {
      let seen = 0
      for (const body of document.querySelectorAll<HTMLElement>('[data-shown]')) {
        const r = body.getBoundingClientRect()
        if (r.bottom <= 0 || r.top >= innerHeight || r.height === 0) continue
        if (body.dataset.shown !== 'data' || !body.querySelector('canvas')) return false
        seen++
      }
      return seen >= n && document.querySelector('[data-run-list] tr') !== null
    },
    least,
    { polling: 'raf' },
  )
}

/** Until the list and all panels in view are about the run set of a search (and grouping). */
export async function jumpedTo(page: Page, search: string, grouping?: string[]): Promise<void> {
  await page.waitForFunction(
    ([typed, by]) => {
      const list = document.querySelector<HTMLElement>('[data-run-list]')
      if (!list || (list.dataset.search ?? '') !== typed || (by && list.dataset.grouping !== by.join())) return false
      for (const body of document.querySelectorAll<HTMLElement>('[data-shown]')) {
        const r = body.getBoundingClientRect()
        if (r.bottom <= 0 || r.top >= innerHeight || r.height === 0) continue
        if (body.dataset.runSet !== list.dataset.runSet) return false
      }
      return true
    },
    [search, grouping] as const,
    { polling: 'raf' },
  )
}
