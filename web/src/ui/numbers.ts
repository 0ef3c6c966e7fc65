/** Numbers of the API that JSON has no word for stand as strings. */
export function numberOf(v: unknown): number | undefined {
  if (typeof v === 'number') return v
  switch (v) {
    case 'NaN':
      return Number.NaN
    case 'Infinity':
      return Number.POSITIVE_INFINITY
    case '-Infinity':
      return Number.NEGATIVE_INFINITY
    default:
      return undefined
  }
}

/** A number with up to `digits` significant digits, as short as it gets. */
export function short(v: number, digits = 5): string {
  if (Number.isNaN(v)) return 'NaN'
  if (!Number.isFinite(v)) return v > 0 ? '∞' : '−∞'
  if (v === 0) return '0'
  const size = Math.abs(v)
  const text =
    size >= 1e7 || size < 1e-4
      ? Number(v.toPrecision(digits)).toExponential()
      : Number.isInteger(v)
        ? String(v)
        : String(Number(v.toPrecision(digits)))
  return text.replace('-', '−').replace('e+', 'e')
}

/** A number with all of its digits, as a program would print it. */
export function exact(v: number): string {
  return Object.is(v, -0) ? '-0' : String(v)
}

const grouped = new Intl.NumberFormat('en')

/** A count: 12,345. */
export const count = (n: number) => grouped.format(n)

/** Bytes: 1.5 MB. */
export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let i = 0
  let v = n
  while (v >= 1000 && i < units.length - 1) {
    v /= 1000
    i++
  }
  return `${i === 0 ? v : Number(v.toPrecision(3))} ${units[i]}`
}
