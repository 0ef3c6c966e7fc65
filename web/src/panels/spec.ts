/** A panel's stored fields: whatever somebody put there. Anything but what is expected counts as not set. */
export type Spec = Record<string, unknown>

export function specText(spec: Spec, name: string): string | undefined {
  const v = spec[name]
  return typeof v === 'string' ? v : undefined
}

export function specTexts(spec: Spec, name: string): string[] {
  const v = spec[name]
  return Array.isArray(v) && v.every((one) => typeof one === 'string') ? v : []
}

export function specFlag(spec: Spec, name: string, usual = false): boolean {
  const v = spec[name]
  return typeof v === 'boolean' ? v : usual
}

/** A finite number within bounds. */
export function specNumber(spec: Spec, name: string, lo = -Number.MAX_VALUE, hi = Number.MAX_VALUE) {
  const v = spec[name]
  return typeof v === 'number' && v >= lo && v <= hi ? v : undefined
}

/** One of some words. */
export function specWord<T extends string>(spec: Spec, name: string, words: readonly T[]): T | undefined {
  return words.find((w) => w === spec[name])
}

export function isObject(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}
