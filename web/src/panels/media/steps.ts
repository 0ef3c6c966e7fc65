import type { LoggedRow } from '../../api/media'

/** The steps at which any of some runs logged something, rising. */
export function stepsOf(runs: (LoggedRow[] | undefined)[]): number[] {
  const all = new Set<number>()
  for (const rows of runs) for (const r of rows ?? []) all.add(r.step)
  return [...all].sort((a, b) => a - b)
}

/** What was logged last under a key up to a step. */
export function upTo(rows: LoggedRow[], key: string, step: number | undefined): LoggedRow | undefined {
  return rows.findLast((r) => (step === undefined || r.step <= step) && Object.hasOwn(r.metrics, key))
}
