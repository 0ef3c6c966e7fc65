import type { Page } from 'playwright-core'

/** The p-quantile of some measures (nearest rank). */
export function quantile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN
}

export type Row = {
  measure: string
  unit: string
  median?: number
  p95: number
  must: number
  atLeast?: boolean
  note?: string
}

const rows: Row[] = []

export function report(row: Row) {
  rows.push(row)
  console.log(said(row))
}

const said = (r: Row) =>
  `${r.measure.padEnd(72)} ${(r.median === undefined ? '' : `p50 ${round(r.median)}  `).padEnd(14)}${r.atLeast ? '' : 'p95 '}${round(r.p95)} ${r.unit}  must ${r.atLeast ? '≥' : '≤'} ${r.must}  ${(r.atLeast ? r.p95 >= r.must : r.p95 <= r.must) ? 'ok' : 'MISSED'}${r.note ? `  (${r.note})` : ''}`

const round = (n: number) => Number(n.toPrecision(4))

/** The table and one line of JSON, for comparing over time. */
export function summary(): string {
  return `\n${rows.map(said).join('\n')}\n${JSON.stringify(Object.fromEntries(rows.map((r) => [r.measure, r.p95])))}`
}

/** Frames of the page while `work` goes on: how many a second, and the longest wait for one, in ms. */
export async function frames(page: Page, work: () => Promise<void>): Promise<{ perSecond: number; longest: number }> {
  await page.evaluate(() => {
    const w = window as unknown as { frames?: number[] }
    const seen: number[] = []
    w.frames = seen
    const tick = (t: number) => {
      if (w.frames !== seen) return
      seen.push(t)
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  await work()
  const times = await page.evaluate(() => {
    const w = window as unknown as { frames?: number[] }
    const seen = w.frames ?? []
    delete w.frames
    return seen
  })
  const gaps = times.slice(1).map((t, i) => t - (times[i] ?? t))
  const spent = (times.at(-1) ?? 0) - (times[0] ?? 0)
  return { perSecond: (gaps.length / spent) * 1000, longest: Math.max(...gaps) }
}

/** Turns the wheel over a point for some seconds, as people scroll: steps at each frame's pace. */
export async function wheel(page: Page, x: number, y: number, seconds: number, dy: number, dx = 0): Promise<void> {
  await page.mouse.move(x, y)
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) await page.mouse.wheel(dx, dy)
}

/** Bytes of the page's JavaScript heap after a collection. */
export async function heap(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  await cdp.detach()
  return usedSize
}

/** The slope of y over x, least squares. */
export function slope(points: [number, number][]): number {
  const n = points.length
  const mx = points.reduce((s, [x]) => s + x, 0) / n
  const my = points.reduce((s, [, y]) => s + y, 0) / n
  const top = points.reduce((s, [x, y]) => s + (x - mx) * (y - my), 0)
  return top / points.reduce((s, [x]) => s + (x - mx) ** 2, 0)
}
