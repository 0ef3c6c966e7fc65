import type { Panel } from '../../api/workspace'
import { isObject, type Spec, specText, specTexts } from '../spec'

/** A panel's spec while it's edited: as it is stored, nothing is lost of what the form doesn't know. */
export type Draft = Spec

export const panelKinds = [
  { kind: 'line', label: 'Line chart', about: 'A line for each run' },
  { kind: 'grouped_line', label: 'Grouped line chart', about: 'A line for each group of runs, with its spread' },
  { kind: 'bar', label: 'Bar chart', about: 'The last value of each run or group' },
  { kind: 'scatter', label: 'Scatter plot', about: 'A dot for each run, by two fields' },
  { kind: 'parallel_coordinates', label: 'Parallel coordinates', about: 'A line for each run through several fields' },
  {
    kind: 'histogram',
    label: 'Histogram',
    about: 'How last values are spread over runs; logged histograms over steps',
  },
  { kind: 'scalar', label: 'Number', about: 'One value over all runs' },
  { kind: 'run_comparer', label: 'Run comparer', about: 'Config and summary of runs beside each other' },
  { kind: 'media', label: 'Media', about: 'Logged images, audio, video, pages and histograms' },
  { kind: 'table', label: 'Logged table', about: 'A table that runs logged' },
  { kind: 'markdown', label: 'Text', about: 'Notes in Markdown' },
] as const

export type PanelKind = (typeof panelKinds)[number]['kind']

export const isLine = (kind: string | undefined) => kind === 'line' || kind === 'grouped_line'

export const newDraft = (): Draft => ({ kind: 'line', metrics: [] })

/** Where an edit begins. */
export function draftOf(panel: Panel | undefined): Draft {
  if (!panel) return newDraft()
  return { ...panel.spec, ...(panel.kind && panel.spec.kind === undefined ? { kind: panel.kind } : {}) }
}

/** A draft with fields set; undefined takes one away. */
export function withFields(draft: Draft, fields: Spec): Draft {
  const out = { ...draft, ...fields }
  for (const [name, v] of Object.entries(out)) if (v === undefined) delete out[name]
  return out
}

/** Another kind, with what it shows as far as that has an equivalent: metrics, fields and keys. */
export function withKind(draft: Draft, kind: PanelKind): Draft {
  const names = [...specTexts(draft, 'metrics'), ...specTexts(draft, 'keys'), specText(draft, 'key') ?? ''].filter(
    Boolean,
  )
  const next: Spec = { kind }
  if (kind === 'media' && specTexts(draft, 'keys').length === 0) next.keys = names
  if (kind === 'table' && !draft.key) next.key = names[0]
  if (needsMetrics(kind) && specTexts(draft, 'metrics').length === 0) next.metrics = names
  return withFields(draft, next)
}

export const needsMetrics = (kind: string | undefined) =>
  isLine(kind) || kind === 'bar' || kind === 'histogram' || kind === 'scalar'

/** What is to be sent so that `before` becomes `after`: null takes a field away. */
export function patchOf(before: Draft, after: Draft): Spec {
  const out: Spec = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[name], after[name]]
    if (JSON.stringify(was) !== JSON.stringify(is)) out[name] = is === undefined ? null : is
  }
  return out
}

/** The title that a panel has if nobody gives it one: the names of what it shows, as the server says. */
export function usualTitle(draft: Draft): string {
  for (const name of ['metrics', 'keys', 'fields']) {
    if (Array.isArray(draft[name])) return specTexts(draft, name).join(', ')
  }
  const y = specText(draft, 'key') ?? specText(draft, 'y_field')
  const x = specText(draft, 'x_field')
  return y === undefined ? '' : x === undefined ? y : `${y} vs ${x}`
}

/** What the draft still needs before it can be drawn or stored, by field. */
export function missing(draft: Draft): Record<string, string> {
  const kind = specText(draft, 'kind')
  const none = (name: string) => specTexts(draft, name).length === 0
  if (needsMetrics(kind) && none('metrics')) return { metrics: 'Choose at least one metric' }
  if (kind === 'parallel_coordinates' && none('fields')) return { fields: 'Choose at least one field' }
  if (kind === 'media' && none('keys')) return { keys: 'Choose at least one key' }
  if (kind === 'table' && !specText(draft, 'key')) return { key: 'Choose the key of a table' }
  if (kind === 'scatter') {
    return {
      ...(specText(draft, 'x_field') ? {} : { x_field: 'Choose a field' }),
      ...(specText(draft, 'y_field') ? {} : { y_field: 'Choose a field' }),
    }
  }
  return {}
}

export type AxisName = 'step' | 'relative' | 'wall' | 'metric'

/** The x axis: one of three words, or another metric. */
export function axisOf(draft: Draft): { axis: AxisName | undefined; metric: string } {
  const v = draft.x_axis
  if (v === 'step' || v === 'relative' || v === 'wall') return { axis: v, metric: '' }
  if (isObject(v) && typeof v.metric === 'string') return { axis: 'metric', metric: v.metric }
  return { axis: undefined, metric: '' }
}

/** A range's ends, as far as they are numbers. */
export function rangeOf(v: unknown): { min?: number; max?: number } {
  const end = (e: unknown) => (typeof e === 'number' && Number.isFinite(e) ? e : undefined)
  return isObject(v) ? { min: end(v.min), max: end(v.max) } : {}
}

/** A range as it is stored; undefined: no bound. */
export function toRange(min: number | undefined, max: number | undefined): Spec | undefined {
  if (min === undefined && max === undefined) return undefined
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}

/** The weight of smoothing, from 0 to below 1. */
export function smoothingOf(draft: Draft): number {
  const v = draft.smoothing
  const w = isObject(v) ? v.weight : undefined
  return typeof w === 'number' && w >= 0 && w < 1 ? w : 0
}

/** Keys of a grouping, and whether they're those that runs may differ in. */
export function groupingOf(v: unknown): { keys: string[]; except: boolean } {
  if (Array.isArray(v)) return { keys: v.filter((k) => typeof k === 'string'), except: false }
  if (isObject(v) && Array.isArray(v.all_except))
    return { keys: v.all_except.filter((k) => typeof k === 'string'), except: true }
  if (isObject(v) && Array.isArray(v.by)) return { keys: v.by.filter((k) => typeof k === 'string'), except: false }
  return { keys: [], except: false }
}
