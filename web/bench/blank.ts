import type { Page } from 'playwright-core'

/**
 * Watches the table's lines while `work` goes on: for how long the longest one that is in
 * view had nothing to show, in ms.
 */
export async function longestBlank(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const w = window as unknown as { blank?: { longest: number } }
    const grid = document.querySelector('[role=grid]')
    const blank = { longest: 0 }
    w.blank = blank
    const since = new Map<string, number>()
    const tick = (t: number) => {
      const box = grid?.getBoundingClientRect()
      const now = new Set<string>()
      for (const row of grid?.querySelectorAll('[role=row][aria-busy]') ?? []) {
        const r = row.getBoundingClientRect()
        if (!box || r.bottom < box.top + 36 || r.top > box.bottom) continue
        now.add(row.getAttribute('aria-rowindex') ?? '')
      }
      for (const line of since.keys()) if (!now.has(line)) since.delete(line)
      for (const line of now) {
        since.set(line, since.get(line) ?? t)
        blank.longest = Math.max(blank.longest, t - (since.get(line) ?? t))
      }
      if (w.blank === blank) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  await work()
  return page.evaluate(() => {
    const w = window as unknown as { blank?: { longest: number } }
    const longest = w.blank?.longest ?? Number.NaN
    delete w.blank
    return longest
  })
}

/** Until the lines in view have something to show, after a jump to one of them. */
export async function jump(page: Page, line: number): Promise<number> {
  return page.evaluate(
    (to) =>
      new Promise<number>((done) => {
        const grid = document.querySelector('[role=grid]')
        if (!grid) throw new Error('no table')
        const begin = performance.now()
        grid.scrollTop = to * 32
        const look = () => {
          const box = grid.getBoundingClientRect()
          const rows = [...grid.querySelectorAll('[role=row][aria-selected]')].filter((row) => {
            const r = row.getBoundingClientRect()
            return r.bottom > box.top + 40 && r.top < box.bottom
          })
          if (rows.length > 20 && !rows.some((r) => r.hasAttribute('aria-busy'))) done(performance.now() - begin)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(() => requestAnimationFrame(look))
      }),
    line,
  )
}
