import type { Section } from '../../api/workspace'

/** Pixels between panels. */
export const gap = 10
/** Height of a panel if nobody said one. */
export const usualHeight = 260
/** A panel is never narrower, except on a page that itself is. */
export const narrowest = 220
const lowest = 120
const highest = 2000
/** The API's limit of columns and rows of a page. */
const mostSide = 20

const within = (lo: number, v: number, hi: number) => Math.min(Math.max(v, lo), hi)

/** How many panels of at least a width stand side by side. */
const fitting = (width: number, panel: number) => Math.floor((width + gap) / (panel + gap))

/** Height of the panels of a section in the standard layout: stored sizes are never trusted. */
export function panelHeight(section: Pick<Section, 'panel_size'>): number {
  const h = section.panel_size?.h
  return h !== undefined && Number.isFinite(h) && h > 0 ? within(lowest, Math.round(h), highest) : usualHeight
}

/** Columns of a section in the standard layout on a page of this width. */
export function columnsOn(width: number, section: Pick<Section, 'columns' | 'panel_size'>): number {
  const w = section.panel_size?.w
  const wanted =
    w !== undefined && Number.isFinite(w) && w > 0
      ? Math.round((width + gap) / (Math.max(w, narrowest / 2) + gap))
      : section.columns
  return within(1, wanted, Math.max(1, Math.min(mostSide, fitting(width, narrowest))))
}

/** Pixels of rows of panels. */
export const heightOfRows = (rows: number, panel: number) => Math.max(1, rows) * (panel + gap) - gap

/** Rows of panels that a height has room for. */
export const rowsIn = (height: number, panel: number) => within(1, Math.round((height + gap) / (panel + gap)), mostSide)

/** What the standard layout's panels become when one of them is drawn to a size. */
export function resizedPanels(width: number, w: number, h: number) {
  const columns = within(1, Math.round((width + gap) / (Math.max(w, 1) + gap)), Math.max(1, fitting(width, narrowest)))
  const height = within(lowest, Math.round(h), highest)
  return {
    columns: Math.min(columns, mostSide),
    panel_size: { w: Math.floor((width + gap) / columns - gap), h: height },
  }
}

/** Height of a section's panels on the page, before they are there. */
export function bodyHeight(section: Section, width: number): number {
  if (section.height !== undefined && section.height > 0) return within(lowest, section.height, 20_000)
  const columns = columnsOn(width, section)
  const here = section.panels?.length ?? Math.min(section.panel_count, section.columns * section.rows)
  const rows = section.pages > 1 ? Math.ceil((section.columns * section.rows) / columns) : Math.ceil(here / columns)
  return heightOfRows(rows, panelHeight(section))
}
