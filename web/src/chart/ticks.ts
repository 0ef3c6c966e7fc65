import { absolute, duration } from '../ui/times'
import type { Axis } from './frame'

/** Distances between the marks of an axis of durations, in seconds. */
export const secondsApart = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30],
  ...[60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((days) => days * 86_400),
]

/** Distances between whole numbers. */
export const stepsApart = Array.from({ length: 17 }, (_, e) => [1, 2, 5].map((n) => n * 10 ** e)).flat()

/** Marks of a log axis: powers of ten, with 2 and 5 between them if there are few. */
export function logMarks(min: number, max: number, most: number): number[] {
  const from = Math.floor(Math.log10(min))
  const to = Math.ceil(Math.log10(max))
  const within = (v: number) => v >= min && v <= max
  const marks = (factors: number[], every = 1) => {
    const out: number[] = []
    for (let e = from; e <= to; e += every)
      for (const f of factors) if (within(Number(`${f}e${e}`))) out.push(Number(`${f}e${e}`))
    return out
  }
  for (const factors of [
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 5],
    [1, 3],
  ]) {
    const all = marks(factors)
    if (all.length <= most && all.length >= 2) return all
  }
  const powers = marks([1], Math.max(1, Math.ceil((to - from) / Math.max(1, most))))
  return powers.length > 0 ? powers : [min, max]
}

const suffixes = ['', 'k', 'M', 'G', 'T', 'P']

/** A number beside an axis whose marks are `apart` from each other. */
export function tick(v: number, apart: number): string {
  if (v === 0 || Math.abs(v) < apart / 1e6) return '0'
  const size = Math.abs(v)
  if (size < 1e-4 || size >= 1e18) {
    return v.toExponential(digits(v, apart)).replace('e+', 'e').replaceAll('-', '−')
  }
  let n = v
  let unit = 0
  while (Math.abs(n) >= 10_000 || (unit > 0 && Math.abs(n) >= 1000)) {
    n /= 1000
    unit++
  }
  const decimals = decimalsOf(apart / 1000 ** unit)
  return `${String(Number(n.toFixed(decimals)))}${suffixes[unit]}`.replace('-', '−')
}

/** How many decimals a number has, up to 12: 0.25 has two. */
function decimalsOf(v: number): number {
  for (let d = 0; d < 12; d++) {
    const scaled = v * 10 ** d
    if (scaled > 0.5 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return d
  }
  return 12
}

/** How many digits after the first tell v from its neighbours. */
const digits = (v: number, apart: number) =>
  Math.max(0, Math.min(12, Math.floor(Math.log10(Math.abs(v))) - Math.floor(Math.log10(apart) + 1e-9)))

/** A number beside a log axis. */
export const logTick = (v: number) => tick(v, 10 ** Math.floor(Math.log10(v)))

/** Where something is on an axis, exactly, in words. */
export function placeName(axis: Axis, lo: number, hi: number): string {
  switch (axis.kind) {
    case 'step': {
      const first = Math.ceil(lo)
      const last = Math.max(first, hi > lo ? Math.ceil(hi) - 1 : first)
      return first === last ? `Step ${first}` : `Steps ${first} to ${last}`
    }
    case 'relative':
      return between(lo, hi, exactDuration)
    case 'wall':
      return between(lo, hi, (v) => absolute(new Date(v * 1000).toISOString()))
    default:
      return `${axis.metric ?? 'x'} ${between(lo, hi, (v) => String(Number(v.toPrecision(9))))}`
  }
}

const exactDuration = (s: number) => (s < 60 ? `${Number(s.toFixed(3))} s` : duration(s))

function between(lo: number, hi: number, name: (v: number) => string): string {
  const [from, to] = [name(lo), name(hi)]
  return from === to ? from : `${from} to ${to}`
}

/** What an axis is of. */
export function axisName(axis: Axis): string {
  switch (axis.kind) {
    case 'step':
      return 'Step'
    case 'relative':
      return 'Time since the start'
    case 'wall':
      return 'Time'
    default:
      return axis.metric ?? 'x'
  }
}
