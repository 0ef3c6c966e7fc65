import { type Spec, textOf, textsOf } from '../panelData'

/** The kinds of panels that a report can show, and what each needs. */
export const panelKinds = [
  { value: 'line', label: 'Lines', needs: 'metrics' },
  { value: 'grouped_line', label: 'Lines of groups', needs: 'metrics' },
  { value: 'bar', label: 'Bars', needs: 'metrics' },
  { value: 'scatter', label: 'Scatter', needs: 'axes' },
  { value: 'histogram', label: 'Histogram', needs: 'metrics' },
  { value: 'scalar', label: 'Number', needs: 'metrics' },
  { value: 'parallel_coordinates', label: 'Parallel coordinates', needs: 'fields' },
  { value: 'run_comparer', label: 'Run comparer', needs: '' },
  { value: 'markdown', label: 'Text', needs: 'text' },
] as const

export const needsOf = (spec: Spec) => panelKinds.find((k) => k.value === spec.kind)?.needs

/** A panel of its own id: its place in the snapshot stays when others are moved. */
export function freshPanel(): Spec {
  return { id: crypto.randomUUID().slice(0, 13), kind: 'line', metrics: [] }
}

/** Whether a panel says what it shows. A kind that isn't known is left as it is. */
export function panelComplete(spec: Spec): boolean {
  switch (needsOf(spec)) {
    case 'metrics':
      return textsOf(spec.metrics).length > 0
    case 'fields':
      return textsOf(spec.fields).length > 0
    case 'axes':
      return textOf(spec.x_field) !== '' && textOf(spec.y_field) !== ''
    default:
      return true
  }
}

/** What a grouped line asks for, so that any band can be drawn. */
const bands = ['mean', 'min', 'max', 'variance', 'stddev', 'stderr', 'count']

/** The spec with a field set, or without it; what follows from the kind is set along. */
export function withField(spec: Spec, name: string, value: unknown): Spec {
  const out: Spec = { ...spec, [name]: value }
  if (value === undefined || value === '' || value === null) delete out[name]
  if (name === 'kind') {
    delete out.aggregates
    delete out.band
    if (value === 'grouped_line') Object.assign(out, { aggregates: bands, band: 'minmax' })
  }
  return out
}
