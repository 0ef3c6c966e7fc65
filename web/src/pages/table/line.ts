import type { CSSProperties } from 'react'
import { type Geometry, lineHeight, type Placed } from './geometry'

/**
 * What all lines of the table have. A line is drawn in two parts: the columns that stay,
 * in one pane for all lines, and the others. (A pane a line would be a layer a line.)
 */
export type LineProps = {
  part: 'pinned' | 'loose'
  /** Of all lines of the table, from 0. */
  line: number
  geometry: Geometry
  /** Those of the loose columns that are drawn. */
  from: number
  to: number
  /** The column with the cursor, as ARIA counts; 0: none of this line. */
  cursor: number
  indent: number
}

export const cellId = (line: number, column: number) => `cell-${line}-${column}`

/** The columns of a line's part that are drawn. */
export const partOf = (p: LineProps): Placed[] =>
  p.part === 'pinned' ? p.geometry.pinned : p.geometry.loose.slice(p.from, p.to)

export const styleOf = (p: LineProps): CSSProperties => ({
  transform: `translateY(${p.line * lineHeight}px)`,
  width: p.part === 'pinned' ? p.geometry.pinnedWidth : p.geometry.width,
})
