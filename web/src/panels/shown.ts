import { exact, numberOf, short } from '../ui/numbers'

/** As many characters as a panel shows before "show all". */
export const mostShown = 300

/** Any stored value as text: numbers with all their digits, texts as they are, the rest as JSON. */
export function valueText(v: unknown): string {
  if (v === undefined) return ''
  if (typeof v === 'number') return Number.isFinite(v) ? exact(v) : short(v)
  if (typeof v === 'string') return v
  return JSON.stringify(v) ?? ''
}

/** Any stored value in little room. */
export function valueShort(v: unknown, most = 40): string {
  const n = numberOf(v)
  const text = n === undefined ? valueText(v) : short(n)
  return clipped(text, most)
}

/** A text cut after so many characters, with … in place of the rest. */
export function clipped(text: string, most = mostShown): string {
  if (text.length <= most) return text
  // Not within a pair of surrogates.
  const end = /[\ud800-\udbff]$/.test(text.slice(0, most)) ? most - 1 : most
  return `${text.slice(0, end)}…`
}
