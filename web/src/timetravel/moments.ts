/** A moment as the API takes it: RFC 3339, without the milliseconds where there are none. */
export function asOfTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}

/** The time of ?as_of=, in ms; undefined for a position, which is opaque. */
export function timeOf(asOf: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT/.test(asOf)) return undefined
  const t = Date.parse(asOf)
  return Number.isNaN(t) ? undefined : t
}

const lead = 1000 // steps of the slider

/**
 * The slider's scale: the last hours take as much room as the months before. Place 0 is
 * `from`, place 1000 is `to` (ms); the age falls with the square.
 */
export function placeOf(ms: number, from: number, to: number): number {
  const age = Math.min(Math.max(to - ms, 0), to - from)
  return lead - Math.round(Math.sqrt(age / Math.max(to - from, 1)) * lead)
}

export function momentAt(place: number, from: number, to: number): number {
  const part = (lead - place) / lead
  return Math.round(to - part * part * (to - from))
}
