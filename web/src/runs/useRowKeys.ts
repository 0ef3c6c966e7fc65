import { useRef } from 'react'

const most = 1000

/**
 * What React knows rows by: their runs, so that focus and fields go along with them. A row
 * that was shown before its run was known stays the same one afterwards.
 */
export function useRowKeys(): () => (index: number, id: string | undefined) => string {
  const waiting = useRef(new Map<number, string>())
  const arrived = useRef(new Map<string, string>())
  const made = useRef(0)
  return () => {
    const taken = new Set<string>()
    if (arrived.current.size > most) arrived.current.clear()
    if (waiting.current.size > most) waiting.current.clear()
    return (index, id) => {
      const here = waiting.current.get(index)
      let key: string
      if (id === undefined) {
        key = here ?? `row ${index} ${++made.current}`
        waiting.current.set(index, key)
      } else {
        if (here !== undefined) arrived.current.set(id, here)
        waiting.current.delete(index)
        key = arrived.current.get(id) ?? id
      }
      // While an order changes, a run may be in two places.
      if (taken.has(key)) key = `${key} at ${index}`
      taken.add(key)
      return key
    }
  }
}
