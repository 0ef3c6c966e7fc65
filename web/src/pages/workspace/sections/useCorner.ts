import { type PointerEvent, useRef } from 'react'

type Drawn = { w: number; h: number }

/**
 * A corner that is dragged to give what it belongs to a size: begins with the size of
 * `of(corner)`, tells each size while the pointer moves, and the last one when it's let go.
 */
export function useCorner(
  of: (corner: HTMLElement) => Element | null | undefined,
  tell: { while: (size: Drawn) => void; end: (size: Drawn) => void },
) {
  const from = useRef<{ x: number; y: number; w: number; h: number } | undefined>(undefined)
  const size = (e: PointerEvent): Drawn | undefined => {
    const f = from.current
    return f && { w: f.w + e.clientX - f.x, h: f.h + e.clientY - f.y }
  }
  return {
    onPointerDown: (e: PointerEvent<HTMLElement>) => {
      if (e.button !== 0) return
      const box = of(e.currentTarget)?.getBoundingClientRect()
      if (!box) return
      e.stopPropagation()
      e.preventDefault()
      e.currentTarget.setPointerCapture(e.pointerId)
      from.current = { x: e.clientX, y: e.clientY, w: box.width, h: box.height }
    },
    onPointerMove: (e: PointerEvent<HTMLElement>) => {
      const s = size(e)
      if (s) tell.while(s)
    },
    onPointerUp: (e: PointerEvent<HTMLElement>) => {
      const s = size(e)
      const f = from.current
      from.current = undefined
      if (s && f && (s.w !== f.w || s.h !== f.h)) tell.end(s)
    },
  }
}
