import { type RefObject, useContext, useEffect, useState } from 'react'
import { PrintingContext } from './printing'

const ahead = '300px' // so that what comes into sight has its data already

/** Whether an element is in sight, or nearly. */
export function useInSight(ref: RefObject<HTMLElement | null>): boolean {
  const [inSight, setInSight] = useState(false)
  const printing = useContext(PrintingContext)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const watch = new IntersectionObserver((entries) => setInSight(entries.some((e) => e.isIntersecting)), {
      root: element.closest('main'),
      rootMargin: ahead,
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [ref])
  return inSight || printing
}
