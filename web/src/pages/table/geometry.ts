import type { Column } from './columns'
import { inOrder } from './columns'
import { type Field, parseField } from './fields'

export const lineHeight = 32 // px
export const headHeight = 36
export const tickWidth = 40 // of the column with the checkboxes

/** A column in its place. */
export type Placed = Column & {
  of: Field
  left: number /** From 1, as assistive programs count; 1 are the checkboxes. */
  index: number
  /** Its values are numbers: at the right. */
  numeric: boolean
}

export type Geometry = {
  /** These stay where they are when one scrolls sideways. */
  pinned: Placed[]
  loose: Placed[]
  pinnedWidth: number
  width: number
}

/** Where the columns stand in a view so wide. Where there's little room, only the name stays. */
export function placed(columns: Column[], view: number, numeric: ReadonlySet<string> = new Set()): Geometry {
  const order = inOrder(columns)
  const pins = order.filter((c) => c.pinned)
  const room = view * 0.6
  let left = tickWidth
  let index = 2
  const pinned: Placed[] = []
  const loose: Placed[] = []
  const put = (into: Placed[], c: Column, width = c.width) => {
    const of = parseField(c.field) ?? { scope: 'run', path: [c.field] }
    into.push({ ...c, width, of, left, index, numeric: numeric.has(c.field) })
    left += width
    index++
  }
  const [name, ...others] = pins
  if (name) put(pinned, name, Math.max(110, Math.min(name.width, room - tickWidth)))
  let used = left
  const fits = others.filter((c) => {
    used += c.width
    return used <= room
  })
  for (const c of fits) put(pinned, c)
  const pinnedWidth = left
  for (const c of others) if (!fits.includes(c)) put(loose, c)
  for (const c of order) if (!c.pinned) put(loose, c)
  return { pinned, loose, pinnedWidth, width: Math.max(left, view) } // lines reach to the end of the view
}
