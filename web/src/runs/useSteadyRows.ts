import { type RefObject, useLayoutEffect, useRef } from 'react'

type Seen = { set?: string; top: number; first: [number, string]; last: [number, string] }

const far = 120 // rows that are looked through for where a row went

/**
 * Keeps the rows that are seen where they are when others come or go above them, such as new
 * runs: the list is scrolled along. Where the order itself changed, it stays.
 */
export function useSteadyRows(
  scroller: RefObject<HTMLElement | null>,
  range: { startIndex: number; endIndex: number } | null,
  rowHeight: number,
  idAt: (index: number) => string | undefined,
  set: string | undefined,
): void {
  const seen = useRef<Seen>(undefined)
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box || !range) return
    const before = seen.current
    if (before && before.set === set && before.top > 0 && before.top === box.scrollTop) {
      const by = shift(before.first, idAt)
      if (by && by === shift(before.last, idAt)) box.scrollTop += by * rowHeight
    }
    const [first, last] = [idAt(range.startIndex), idAt(range.endIndex)]
    seen.current =
      first !== undefined && last !== undefined
        ? { set, top: box.scrollTop, first: [range.startIndex, first], last: [range.endIndex, last] }
        : undefined
  })
}

/** How many rows further down a row stands now; undefined: it isn't near. */
export function shift([index, id]: [number, string], idAt: (index: number) => string | undefined): number | undefined {
  for (let by = 0; by <= far; by++) {
    if (idAt(index + by) === id) return by
    if (index >= by && idAt(index - by) === id) return -by
  }
  return undefined
}
