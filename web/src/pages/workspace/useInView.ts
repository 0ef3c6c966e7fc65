import { type RefObject, useEffect, useRef, useState } from 'react'

/** Whether an element is within the window, or within `margin` pixels of it. */
export function useInView<T extends Element>(margin = 0): [RefObject<T | null>, boolean] {
  const ref = useRef<T>(null)
  const [inView, setInView] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const root = element.closest('[data-scrolls]')
    const watch = new IntersectionObserver((entries) => setInView(entries.at(-1)?.isIntersecting ?? false), {
      root,
      rootMargin: `${margin}px`,
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [margin])
  return [ref, inView]
}
