const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

const inWords = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' })

/** A time as seen from now (ms): "3 minutes ago". */
export function relative(at: string, now = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000
  if (Number.isNaN(seconds)) return at
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return inWords.format(Math.trunc(seconds / size), unit)
  }
  return Math.abs(seconds) < 10 ? 'just now' : inWords.format(Math.trunc(seconds), 'second')
}

/** A time exactly, in the reader's time zone: "2026-01-31 14:03:09.250 UTC+1". */
export function absolute(at: string): string {
  const d = new Date(at)
  if (Number.isNaN(d.getTime())) return at
  const two = (n: number, width = 2) => String(n).padStart(width, '0')
  const offset = -d.getTimezoneOffset()
  const zone =
    offset === 0
      ? 'UTC'
      : `UTC${offset < 0 ? '−' : '+'}${Math.trunc(Math.abs(offset) / 60)}${offset % 60 ? `:${two(Math.abs(offset) % 60)}` : ''}`
  const ms = d.getMilliseconds()
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}${ms ? `.${two(ms, 3)}` : ''} ${zone}`
}

/**
 * A time (ms) as a field of type datetime-local has it: in the reader's zone, to the second
 * or the minute.
 */
export function inputTime(ms: number, to: 'second' | 'minute'): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000)
  return Number.isNaN(local.getTime()) ? '' : local.toISOString().slice(0, to === 'second' ? 19 : 16)
}

/** A duration in seconds, as people say it: "2 h 5 min", "41.2 s". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`
  const s = Math.round(seconds)
  const parts: [number, string][] = [
    [Math.floor(s / 86_400), 'd'],
    [Math.floor((s % 86_400) / 3600), 'h'],
    [Math.floor((s % 3600) / 60), 'min'],
    [s % 60, 's'],
  ]
  const from = parts.findIndex(([n]) => n > 0)
  return parts
    .slice(from, from + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(' ')
}
