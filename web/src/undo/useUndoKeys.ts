import { useEffect } from 'react'

const typing = 'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="dialog"]'

/** Ctrl-Z (⌘Z) undoes, with Shift, or Ctrl-Y, redoes; fields that are typed in keep their own undo. */
export function useUndoKeys(step: (way: 'undo' | 'redo') => void, on: boolean): void {
  useEffect(() => {
    if (!on) return
    const press = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || e.altKey || e.defaultPrevented) return
      if (e.target instanceof Element && e.target.closest(typing)) return
      const key = e.key.toLowerCase()
      if (key !== 'z' && key !== 'y') return
      e.preventDefault()
      step(key === 'y' || e.shiftKey ? 'redo' : 'undo')
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [step, on])
}
