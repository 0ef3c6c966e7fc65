/** Histograms over steps, resampled to a grid: rows from low to high values, columns by step. */
export type Heat = { columns: { step: number; cells: number[] }[]; lo: number; hi: number; most: number }

type Logged = { step: number; edges: number[]; counts: number[] }

/** Spreads each histogram over rows of equal height between the lowest and the highest edge; at most so many columns, evenly chosen. */
export function heatOf(logged: Logged[], rows = 48, mostColumns = 400): Heat {
  let [lo, hi, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (const l of logged) {
    lo = Math.min(lo, l.edges[0] ?? lo)
    hi = Math.max(hi, l.edges.at(-1) ?? hi)
  }
  if (!(hi > lo)) [lo, hi] = [lo - 0.5, hi + 0.5]
  const every = Math.max(1, logged.length / mostColumns)
  const columns: Heat['columns'] = []
  for (let i = 0; i < logged.length; i += every) {
    const l = logged[Math.floor(i)]
    if (!l) continue
    const cells = new Array<number>(rows).fill(0)
    const total = l.counts.reduce((a, b) => a + b, 0) || 1
    for (const [k, n] of l.counts.entries()) {
      spread(cells, ((l.edges[k] ?? lo) - lo) / (hi - lo), ((l.edges[k + 1] ?? hi) - lo) / (hi - lo), n / total)
    }
    most = Math.max(most, ...cells)
    columns.push({ step: l.step, cells })
  }
  return { columns, lo, hi, most }
}

/** Adds a share to the cells between two places from 0 to 1, by how much of each lies between them. */
function spread(cells: number[], from: number, to: number, share: number) {
  const n = cells.length
  const [a, b] = [from * n, Math.max(to * n, from * n + 1e-9)]
  for (let i = Math.max(0, Math.floor(a)); i < Math.min(n, Math.ceil(b)); i++) {
    cells[i] = (cells[i] ?? 0) + share * Math.max(0, (Math.min(b, i + 1) - Math.max(a, i)) / (b - a))
  }
}
