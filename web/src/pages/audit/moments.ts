import { inputTime } from '../../ui/times'

/** A time (RFC 3339) as a field of type datetime-local has it, in the reader's zone. */
export const localOf = (at: string | undefined) => (at ? inputTime(Date.parse(at), 'minute') : '')

/** What such a field has as a time (RFC 3339); '' if it has none. */
export function timeOf(local: string): string {
  const d = new Date(local)
  return local === '' || Number.isNaN(d.getTime()) ? '' : d.toISOString()
}
