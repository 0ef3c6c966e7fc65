/**
 * A ramp of colours from low to high that rises in lightness evenly: blue, green, yellow,
 * with contrast to both surfaces at its ends.
 */
const stops: [number, number, number][] = [
  [59, 60, 150],
  [41, 98, 166],
  [24, 132, 156],
  [43, 160, 122],
  [119, 181, 74],
  [205, 187, 45],
]

/** The colour at a place from 0 to 1. */
export function rampColour(at: number): string {
  const x = Math.min(1, Math.max(0, Number.isNaN(at) ? 0 : at)) * (stops.length - 1)
  const i = Math.min(stops.length - 2, Math.floor(x))
  const [from = [0, 0, 0], to = [0, 0, 0]] = [stops[i], stops[i + 1]]
  const mix = from.map((c, k) => Math.round(c + ((to[k] ?? 0) - c) * (x - i)))
  return `rgb(${mix.join(' ')})`
}

/** The ramp as a CSS gradient to the right. */
export const rampGradient = `linear-gradient(to right, ${stops.map((_, i) => rampColour(i / (stops.length - 1))).join(', ')})`
