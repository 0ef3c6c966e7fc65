import type { Schemas } from '../../api/client'
import type { BlockAnswer } from '../../api/reports'
import type { PanelData, RunRow } from '../../api/workspace'
import { fieldLabel } from '../../filter/field'
import { groupName } from '../../panels/groups'

/** A panel's spec as it is stored: anything. */
export type Spec = Record<string, unknown>

export const specOf = (stored: unknown): Spec =>
  typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? (stored as Spec) : {}

export const textOf = (v: unknown): string => (typeof v === 'string' ? v : '')

export const textsOf = (v: unknown): string[] => (Array.isArray(v) ? v.filter((x) => typeof x === 'string') : [])

/** Its own title, else the names of what it shows. */
export function panelTitle(spec: Spec): string {
  const names = [...textsOf(spec.metrics), ...textsOf(spec.fields).map(fieldLabel)]
  const fields = [textOf(spec.y_field), textOf(spec.x_field)].filter(Boolean).map(fieldLabel).join(' over ')
  return textOf(spec.title) || names.join(', ') || fields || textOf(spec.kind).replaceAll('_', ' ') || 'Panel'
}

/** Ids of the panels of a block, as answers name them. */
export function panelIds(panels: unknown[]): string[] {
  const out: string[] = []
  panels.forEach((p, i) => {
    const own = textOf(specOf(p).id)
    const id = own === '' || new TextEncoder().encode(own).length > 160 ? `panel-${i}` : own
    out.push(out.includes(id) ? `${id}~${i}` : id)
  })
  return out
}

type Groups = Schemas['RunsGroups']
type Page = Schemas['RunsPage']

/** The answer of a panel of a report as a panel of a workspace has it, so that it's drawn alike. */
export function panelDataOf(
  block: string,
  id: string,
  stored: unknown,
  runSet: unknown,
  answer: BlockAnswer,
): PanelData {
  const spec = specOf(stored)
  const payload = answer.payload
  const data: PanelData = {
    panel: {
      id,
      section: block,
      kind: textOf(spec.kind),
      title: panelTitle(spec),
      auto: false,
      version: 0,
      max_runs: typeof spec.max_runs === 'number' ? spec.max_runs : 10,
      spec,
    },
    run_set: { id: block, group_by: groupingOf(spec, runSet) },
    position: payload?.position ?? '',
    pinned: true,
    total: 0,
  }
  const error = faultOf(answer)
  if (error) return { ...data, error }
  switch (payload?.kind) {
    case 'chart': {
      const chart = payload.data as Schemas['ChartAnswer']
      return { ...data, shows: 'chart', chart, total: chart?.computed?.total ?? 0 }
    }
    case 'runs': {
      const page = payload.data as Page
      return { ...data, shows: 'runs', runs: page?.runs ?? [], total: page?.matched ?? 0 }
    }
    case 'groups': {
      const groups = payload.data as Groups
      return { ...data, shows: 'runs', ...groupRows(groups, textsOf(spec.metrics)), total: groups?.matched ?? 0 }
    }
    default:
      return { ...data, shows: 'text', text: textOf(spec.text) }
  }
}

/** Why there's nothing to draw. */
export function faultOf(answer: BlockAnswer): { code: string; detail: string } | undefined {
  if (answer.stale)
    return { code: 'stale', detail: 'The snapshot holds no answer to what is asked here now. Take a new snapshot.' }
  return answer.fault ?? answer.payload?.fault
}

function groupingOf(spec: Spec, runSet: unknown): PanelData['run_set']['group_by'] {
  const own = spec.grouping ?? specOf(runSet).grouping
  return (own ?? undefined) as PanelData['run_set']['group_by']
}

/**
 * Groups whose values the server computed, drawn like groups of runs: each has so many
 * runs as it had, all with the group's value.
 */
function groupRows(groups: Groups, metrics: string[]): { runs: RunRow[]; groups: PanelData['groups'] } {
  const list = groups?.groups ?? []
  const runs = list.flatMap((g, i) =>
    Array.from({ length: Math.min(Number(g.count) || 1, mostOfGroup) }, (_, k) => ({
      id: `${i} ${k}`,
      number: i,
      name: groupName(g.values),
      created: '',
      state: 'finished' as const,
      tags: [],
      user: '',
      summary: Object.fromEntries(metrics.map((m, j) => [m, g.aggregates?.[j]])),
    })),
  )
  return {
    runs,
    groups: list.map((g, i) => ({
      values: g.values,
      runs: runs.filter((r) => r.number === i).map((r) => r.id),
    })),
  }
}

const mostOfGroup = 100
