import { exact, numberOf, short } from '../../ui/numbers'

/** How a value of config or summary is shown in a cell. */
export type Shown = {
  kind: 'missing' | 'number' | 'odd' | 'text' | 'bool' | 'null' | 'nested'
  text: string
  /** Every digit of a number, or all of a long text: for pointing at it. */
  whole?: string
}

const room = 80 // characters of a cell; what is longer opens

/** What a cell shows of a value, whatever it is. NaN and infinities are odd. */
export function shown(v: unknown): Shown {
  if (v === undefined) return { kind: 'missing', text: '' }
  if (v === null) return { kind: 'null', text: 'null' }
  const n = numberOf(v)
  if (n !== undefined) return { kind: Number.isFinite(n) ? 'number' : 'odd', text: short(n), whole: exact(n) }
  if (typeof v === 'boolean') return { kind: 'bool', text: String(v) }
  if (typeof v === 'string') {
    const line = v.length > room || v.includes('\n') ? `${v.slice(0, room).replaceAll('\n', ' ')}…` : v
    return { kind: 'text', text: line, ...(line !== v && { whole: v }) }
  }
  return { kind: 'nested', text: brief(v), whole: JSON.stringify(v, null, 2) }
}

/** The beginning of a nested value on one line. */
function brief(v: unknown): string {
  const text = JSON.stringify(v) ?? String(v)
  return text.length > room ? `${text.slice(0, room)}…` : text
}
