import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { systemQuery } from '../api/media'
import { useScope } from '../api/scope'
import { LineChart } from '../chart/LineChart'
import { Refused } from '../ui/Refused'
import { Waiting } from '../ui/Waiting'
import { NoRuns } from './NoRuns'
import type { PanelViewProps } from './PanelView'
import { specTexts } from './spec'
import { systemChart } from './system'

/** As many runs as are asked for what their machines were measured by. */
const mostRuns = 20

/** Machine metrics of runs, by seconds since each one's first sample. */
export default function SystemPanel({ data, height }: PanelViewProps) {
  const scope = useScope()
  const keys = specTexts(data.panel.spec, 'metrics')
  const members = useMemo(() => (data.members ?? []).slice(0, mostRuns), [data.members])
  const answers = useQueries({ queries: members.map((m) => systemQuery(scope, m.id, keys)) })
  const series = answers.map((q) => q.data)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers are those of the queries
  const chart = useMemo(() => systemChart(members, series), [members, ...series, series.length])
  if (members.length === 0) return <NoRuns data={data} />
  const failed = answers.find((q) => q.isError)
  if (failed && series.every((s) => !s)) return <Refused error={failed.error} again={() => void failed.refetch()} />
  if (series.every((s) => !s)) return <Waiting height={height} />
  return <LineChart answer={chart} height={height} title={data.panel.title} />
}
