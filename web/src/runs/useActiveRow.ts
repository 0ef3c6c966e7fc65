import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { shift } from './useSteadyRows'

/**
 * The row of a list that keys are about. It's a run, not a place: when rows come or go above
 * it, it's still the same. If it went itself, the one in its place is next, with the focus.
 */
export function useActiveRow(
  scroller: RefObject<HTMLElement | null>,
  idAt: (index: number) => string | undefined,
  length: number,
) {
  const [active, setActive] = useState(0)
  const id = useRef<string>(undefined)
  const inside = useRef(false)
  const choose = useCallback((index: number) => {
    id.current = undefined
    setActive(index)
  }, [])
  useLayoutEffect(() => {
    const now = idAt(active)
    if (now === undefined && active < length) return // on its way
    if (id.current !== undefined && now !== id.current) {
      const by = shift([active, id.current], idAt)
      if (by) return setActive(active + by)
      if (active >= length && length > 0) return choose(length - 1)
      if (inside.current && (document.activeElement === document.body || document.activeElement === null))
        scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true })
    }
    id.current = now
    inside.current = scroller.current?.contains(document.activeElement) ?? false
  })
  const focusRow = useCallback(
    (index: number, virtual: Virtualizer<HTMLDivElement, Element>) => {
      choose(index)
      virtual.scrollToIndex(index)
      requestAnimationFrame(() =>
        scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }),
      )
    },
    [choose, scroller],
  )
  return { active, setActive: choose, focusRow }
}
