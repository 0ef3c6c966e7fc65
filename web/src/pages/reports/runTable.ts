import type { Schemas } from '../../api/client'
import type { BlockAnswer } from '../../api/reports'
import { fieldLabel, kindOf, valueAt, writeField } from '../../filter/field'
import { groupName } from '../../panels/groups'
import { exact, numberOf, short } from '../../ui/numbers'
import { absolute } from '../../ui/times'
import { specOf, textsOf } from './panelData'

/** A table of runs, or of groups of runs, as it is drawn. */
export type RunTable = {
  head: { name: string; field: string }[]
  rows: RunTableRow[]
  /** What there is beside the rows. */
  note: string
}

export type RunTableRow = {
  key: string
  name: string
  /** Of a run: its id, for a link. */
  run?: string
  state?: string
  number?: number
  color?: string
  cells: Cell[]
}

export type Cell = { text: string; exact: string; numeric: boolean }

const mostFound = 8 // columns that nobody chose

/** The rows of a run set's answer; null if it has none. */
export function runTableOf(runSet: unknown, answer: BlockAnswer): RunTable | null {
  const payload = answer.payload
  if (payload?.kind === 'groups') return groupTable(payload.data as Schemas['RunsGroups'])
  if (payload?.kind !== 'runs') return null
  const page = payload.data as Schemas['RunsPage']
  const runs = page?.runs ?? []
  const columns = textsOf(specOf(runSet).columns)
  const fields = columns.length > 0 ? columns.flatMap((c) => spread(c, runs)) : columnsFound(runs)
  return {
    head: fields.map((field) => ({ field, name: fieldLabel(field) })),
    rows: runs.map((r) => ({
      key: r.id,
      run: r.id,
      name: r.name,
      state: r.state,
      number: r.number,
      color: r.color,
      cells: fields.map((f) => cellOf(valueAt(r, f), kindOf(f) === 'time')),
    })),
    note: runs.length < page.matched ? `${runs.length} of ${page.matched} runs` : '',
  }
}

function groupTable(groups: Schemas['RunsGroups']): RunTable {
  const list = groups?.groups ?? []
  const more = list[0]?.aggregates?.length ?? 0
  return {
    head: [
      { field: 'runs', name: 'runs' },
      ...Array.from({ length: more }, (_, i) => ({ field: `value ${i + 1}`, name: `value ${i + 1}` })),
    ],
    rows: list.map((g, i) => ({
      key: String(i),
      name: groupName(g.values),
      cells: [cellOf(g.count), ...(g.aggregates ?? []).map((v) => cellOf(v))],
    })),
    note: list.length < groups.total ? `${list.length} of ${groups.total} groups` : '',
  }
}

/** All of config or summary is a column for each key. */
function spread(column: string, runs: object[]): string[] {
  if (column !== 'config' && column !== 'summary') return [column]
  return keysOf(column, runs)
}

function columnsFound(runs: object[]): string[] {
  return [...keysOf('config', runs), ...keysOf('summary', runs)].slice(0, mostFound)
}

function keysOf(scope: 'config' | 'summary', runs: object[]): string[] {
  const found = new Set<string>()
  for (const r of runs) {
    for (const [key, v] of Object.entries(specOf((r as Record<string, unknown>)[scope]))) {
      if (typeof v !== 'object' || v === null) found.add(writeField({ scope, path: [key] }))
    }
  }
  return [...found].sort()
}

/** A value in a cell: short, with all of it at hand. */
export function cellOf(v: unknown, time = false): Cell {
  if (time && typeof v === 'string')
    return { text: absolute(v).replace(/\.\d+/, ''), exact: absolute(v), numeric: false }
  const n = numberOf(v)
  if (n !== undefined) return { text: short(n), exact: exact(n), numeric: true }
  const text = v === undefined || v === null ? '' : typeof v === 'string' ? v : JSON.stringify(v)
  return { text: text.length > 80 ? `${text.slice(0, 79)}…` : text, exact: text.slice(0, 2000), numeric: false }
}
