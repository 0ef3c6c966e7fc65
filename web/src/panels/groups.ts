import type { Schemas } from '../api/client'
import type { PanelData, RunRow } from '../api/workspace'
import { groupColours, runColour } from '../runs/colours'
import { numberOf } from '../ui/numbers'
import { fieldName } from './field'
import { valueShort } from './shown'

type GroupValue = Schemas['ReadGroupValue']

/** What one bar, or one part of a histogram, stands for: a run, or a group of runs. */
export type Whose = { id: string; name: string; colour: string; runs: RunRow[]; group: boolean }

/** "arch: cnn, lr: 0.1" */
export function groupName(values: GroupValue[] | null): string {
  return (values ?? []).map((v) => `${fieldName(v.key)}: ${valueShort(v.value) || 'none'}`).join(', ') || 'All runs'
}

/** The runs of a panel, or its groups. */
export function whoseOf(data: PanelData): Whose[] {
  const runs = data.runs ?? []
  if (!data.groups) {
    return runs.map((r) => ({ id: r.id, name: r.name, colour: runColour(r), runs: [r], group: false }))
  }
  const colours = groupColours(data.groups.map((g) => [JSON.stringify(g.values), g.values]))
  const byID = new Map(runs.map((r) => [r.id, r]))
  return data.groups.map((g) => ({
    id: JSON.stringify(g.values),
    name: groupName(g.values),
    colour: colours.get(JSON.stringify(g.values)) ?? '',
    runs: (g.runs ?? []).flatMap((id) => byID.get(id) ?? []),
    group: true,
  }))
}

export const aggregates = ['last', 'min', 'max', 'mean'] as const
export type Aggregate = (typeof aggregates)[number]

/** Values of several runs in one number. */
export type Summed = {
  /** The aggregate; undefined: no run has a number. */
  value: number | undefined
  min: number
  max: number
  /** Of the sample (n − 1); 0 for a single value. */
  stddev: number
  /** How many runs have a finite number. */
  n: number
  /** How many have NaN or an infinity. */
  notFinite: number
  /** How many have none, or what isn't a number. */
  missing: number
}

/** Sums up what runs, the newest first or in any order, have. "last" is the newest run's. */
export function sumUp(of: { number: number; value: unknown }[], aggregate: Aggregate): Summed {
  const out: Summed = { value: undefined, min: Infinity, max: -Infinity, stddev: 0, n: 0, notFinite: 0, missing: 0 }
  let [mean, squares] = [0, 0] // Welford's
  let newest: { number: number; value: number } | undefined
  let odd: number | undefined // what isn't finite, if there's nothing else
  for (const { number, value } of of) {
    const v = numberOf(value)
    if (v === undefined) out.missing++
    else if (!Number.isFinite(v)) {
      out.notFinite++
      odd ??= v
    } else {
      out.n++
      const d = v - mean
      mean += d / out.n
      squares += d * (v - mean)
      out.min = Math.min(out.min, v)
      out.max = Math.max(out.max, v)
      if (!newest || number > newest.number) newest = { number, value: v }
    }
  }
  if (out.n > 1) out.stddev = Math.sqrt(squares / (out.n - 1))
  if (out.n === 0) out.value = odd
  else out.value = { last: newest?.value, min: out.min, max: out.max, mean }[aggregate]
  return out
}
