import { useLayoutEffect, useRef, useState } from 'react'

/** The width in pixels of an element, as it changes. */
export function useWidth<E extends HTMLElement>(usual = 0) {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(usual)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}
