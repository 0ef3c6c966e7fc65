/** Values on an axis between 0 and 1. */
export type Tick = { at: number; label: string }

/** About n round numbers within lo and hi. */
export function roundTicks(lo: number, hi: number, n = 5): number[] {
  const span = hi - lo
  if (!(span > 0) || !Number.isFinite(span)) return [lo]
  const rough = span / Math.max(1, n)
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((m) => m * unit >= rough) ?? 10) * unit
  const out: number[] = []
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + step * 1e-9 && out.length < 50; i++) {
    out.push(Number((i * step).toPrecision(12)))
  }
  return out
}

/** Powers of ten within lo and hi (both above 0), thinned to about n; round numbers where there's no power. */
export function powerTicks(lo: number, hi: number, n = 5): number[] {
  const from = Math.ceil(Math.log10(lo) - 1e-9)
  const to = Math.floor(Math.log10(hi) + 1e-9)
  if (to - from < 1) return roundTicks(lo, hi, n).filter((v) => v > 0)
  const every = Math.max(1, Math.ceil((to - from + 1) / n))
  const out: number[] = []
  for (let p = from; p <= to; p += every) out.push(Number(`1e${p}`))
  return out
}
