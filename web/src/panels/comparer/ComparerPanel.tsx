import { useMemo } from 'react'
import { NoRuns } from '../NoRuns'
import type { PanelViewProps } from '../PanelView'
import { specFlag, specTexts } from '../spec'
import { RunComparer } from './RunComparer'

/** The run comparer as a panel. */
export default function ComparerPanel({ data, height }: PanelViewProps) {
  const fields = useMemo(() => specTexts(data.panel.spec, 'fields'), [data.panel.spec])
  const only = specFlag(data.panel.spec, 'only_differences')
  const runs = data.runs ?? []
  if (runs.length === 0) return <NoRuns data={data} />
  return <RunComparer key={String(only)} runs={runs} fields={fields} onlyDifferences={only} height={height} />
}
