import { useIsFetching } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'

/** Prints once everything that is to be on paper is there. The second value starts it. */
export function usePrinting(): [boolean, () => void] {
  const [printing, setPrinting] = useState(false)
  const fetching = useIsFetching()
  useEffect(() => {
    if (!printing || fetching > 0) return
    // What has just been read is drawn first.
    const t = setTimeout(() => {
      window.print()
      setPrinting(false)
    }, 300)
    return () => clearTimeout(t)
  }, [printing, fetching])
  return [printing, useCallback(() => setPrinting(true), [])]
}
