import type { Problem } from '../../api/problem'

/** What is wrong by field of the panel. "" is what belongs to no field of the form. */
export type Faults = Record<string, string>

/** The server's errors at their fields: "body.metrics[3]" is about metrics. */
export function faultsOf(problem: Problem, known: ReadonlySet<string>): Faults {
  const out: Faults = {}
  for (const e of problem.errors) {
    const name = /^(?:body\.)?([a-z_]+)/.exec(e.location ?? '')?.[1] ?? ''
    const at = known.has(name) ? name : ''
    out[at] ??= `${at === '' && e.location ? `${e.location}: ` : ''}${e.message ?? problem.detail}`
  }
  if (Object.keys(out).length === 0) out[''] = [problem.detail, problem.hint].filter(Boolean).join(' ')
  return out
}

/** The fields that the form shows, so that their faults stand there. */
export const formFields: ReadonlySet<string> = new Set([
  'kind',
  'title',
  'metrics',
  'x_axis',
  'x_range',
  'y_range',
  'smoothing',
  'buckets',
  'aggregates',
  'band',
  'grouping',
  'mode',
  'max_runs',
  'filter',
  'search',
  'sort',
  'x_field',
  'y_field',
  'color_field',
  'fields',
  'keys',
  'key',
  'step',
  'bins',
  'aggregate',
  'text',
  'quantiles',
])
