const two = (n: number) => String(n).padStart(2, '0')

/** A time (RFC 3339) as a field of type datetime-local has it, in the reader's zone. */
export function localOf(at: string | undefined): string {
  const d = at ? new Date(at) : new Date(Number.NaN)
  if (Number.isNaN(d.getTime())) return ''
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`
}

/** What such a field has as a time (RFC 3339); '' if it has none. */
export function timeOf(local: string): string {
  const d = new Date(local)
  return local === '' || Number.isNaN(d.getTime()) ? '' : d.toISOString()
}
