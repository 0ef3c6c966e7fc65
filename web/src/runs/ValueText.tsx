import { kindOf } from '../filter/field'
import { exact, numberOf, short } from '../ui/numbers'
import { duration, relative } from '../ui/times'

/** A value of a field in few characters; whatever it is. */
export function shortValue(field: string, v: unknown): string {
  if (v === undefined || v === null || v === '') return '–'
  if (kindOf(field) === 'time') return relative(String(v))
  const n = numberOf(v)
  if (n !== undefined) return field === 'seconds' ? duration(n) : short(n)
  if (typeof v === 'string') return v
  return JSON.stringify(v) ?? String(v)
}

/** The same with everything it has, for whoever points at it. */
export function wholeValue(v: unknown): string {
  const n = numberOf(v)
  if (n !== undefined) return exact(n)
  return typeof v === 'string' ? v : (JSON.stringify(v) ?? 'missing')
}

export function ValueText({ field, value }: { field: string; value: unknown }) {
  return (
    <span title={`${field}: ${value === undefined ? 'missing' : wholeValue(value)}`}>{shortValue(field, value)}</span>
  )
}
