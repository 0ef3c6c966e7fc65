import { useEffect, useSyncExternalStore } from 'react'

/** A keyboard shortcut of what is on the page now. */
export type Key = {
  /** "mod+k", "shift+/", "g w" isn't supported: one stroke. mod is Ctrl, on a Mac Command. */
  stroke: string
  does: string
  /** Without it the key is listed only: a component handles it itself. */
  run?: () => void
  /** Also while one types into a field. */
  inFields?: boolean
}

let keys: readonly Key[] = []
const listeners = new Set<() => void>()

function change(next: readonly Key[]) {
  keys = next
  for (const tell of listeners) tell()
}

/** The shortcuts that work now, for the sheet that lists them. */
export function useAllKeys(): readonly Key[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => keys,
  )
}

/** Makes shortcuts work and listed while the component is there. Give a constant list, or a memoised one. */
export function useKeys(mine: readonly Key[]): void {
  useEffect(() => {
    change([...keys, ...mine])
    return () => {
      const rest = [...keys] // two charts have the same list: each takes out its own
      for (const k of mine) {
        const at = rest.indexOf(k)
        if (at >= 0) rest.splice(at, 1)
      }
      change(rest)
    }
  }, [mine])
}

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** The stroke of an event, as in Key. */
export function strokeOf(e: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key
  const letter = /^[a-z0-9]$/.test(key) || key.length > 1
  return [
    (mac ? e.metaKey : e.ctrlKey) && 'mod',
    e.altKey && 'alt',
    e.shiftKey && letter && 'shift', // "?" has its shift in it
    key,
  ]
    .filter(Boolean)
    .join('+')
}

/** A stroke as it is shown. */
export function shown(stroke: string): string {
  return stroke
    .replace('mod', mac ? '⌘' : 'Ctrl')
    .replace('shift', 'Shift')
    .replace('alt', 'Alt')
    .replace(/\b([a-z])$/, (c) => c.toUpperCase())
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null
}

/** Runs the shortcuts; once, for the whole page. */
export function useKeyboard(): void {
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.defaultPrevented) return
      const stroke = strokeOf(e)
      const key = keys.findLast((k) => k.stroke === stroke && k.run && (k.inFields || !typing(e.target)))
      if (!key?.run) return
      e.preventDefault()
      key.run()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}
