import type { Panel } from '../../../api/workspace'

/** The custom layout is a grid of so many columns; rows are of so many pixels. */
export const gridColumns = 24
export const rowHeight = 20
export const margin = 10

export type Place = { id: string; x: number; y: number; w: number; h: number }

const whole = (v: number | undefined, lo: number, hi: number) =>
  v !== undefined && Number.isFinite(v) ? Math.min(Math.max(Math.round(v), lo), hi) : undefined

const overlap = (a: Place, b: Place) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/** Rows of the grid that have about so many pixels. */
export const rowsOf = (pixels: number) => Math.max(2, Math.round((pixels + margin) / (rowHeight + margin)))

/**
 * Where the panels of a section stand in the custom layout. Those that somebody placed are
 * where they were put; the others where the standard layout has them, or below, where
 * there is room. Whatever is stored, each has a place, and none lies over another that
 * nobody placed.
 */
export function placed(panels: Panel[], columns: number, height: number): Place[] {
  const w = Math.max(1, Math.floor(gridColumns / columns))
  const h = rowsOf(height)
  const own = new Map<string, Place>()
  for (const p of panels) {
    const pw = whole(p.w, 1, gridColumns)
    const ph = whole(p.h, 1, 1000)
    const x = whole(p.x, 0, gridColumns - 1)
    const y = whole(p.y, 0, 100_000)
    if (pw === undefined || ph === undefined || x === undefined || y === undefined) continue
    own.set(p.id, { id: p.id, x: Math.min(x, gridColumns - pw), y, w: pw, h: ph })
  }
  const taken = [...own.values()]
  return panels.map((p, i) => {
    const mine = own.get(p.id)
    if (mine) return mine
    const place: Place = { id: p.id, x: (i % columns) * w, y: Math.floor(i / columns) * h, w, h }
    for (let over = taken.find((t) => overlap(t, place)); over; over = taken.find((t) => overlap(t, place))) {
      place.y = over.y + over.h
    }
    taken.push(place)
    return place
  })
}

/** The places that differ from those before. */
export function moved(before: Place[], after: Place[]): Place[] {
  const was = new Map(before.map((p) => [p.id, p]))
  return after.filter((p) => {
    const b = was.get(p.id)
    return b && (b.x !== p.x || b.y !== p.y || b.w !== p.w || b.h !== p.h)
  })
}
