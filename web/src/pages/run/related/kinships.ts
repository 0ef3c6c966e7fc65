import type { OneRun } from '../../../api/run'

/** A way in which runs are related, and the filter that finds them. */
export type Kin = { title: string; filter: string }

const text = JSON.stringify // filters write texts as JSON does

/** How other runs may be related to this one. */
export function kinOf(row: OneRun['row']): Kin[] {
  const others = ` and id != ${text(row.id)}`
  const kin: Kin[] = []
  if (row.parent) kin.push({ title: 'Started by', filter: `id = ${text(row.parent)}` })
  kin.push({ title: 'Started by this run', filter: `parent = ${text(row.id)}` })
  if (row.group) kin.push({ title: `In the group ${row.group}`, filter: `group = ${text(row.group)}${others}` })
  if (row.sweep) kin.push({ title: `In the sweep ${row.sweep}`, filter: `sweep = ${text(row.sweep)}${others}` })
  if (row.commit) kin.push({ title: 'Of the same commit', filter: `commit = ${text(row.commit)}${others}` })
  return kin
}

/** The runs that differ least in their config are looked for among the newest. */
export const otherRuns = (row: OneRun['row']): string => `id != ${text(row.id)}`
