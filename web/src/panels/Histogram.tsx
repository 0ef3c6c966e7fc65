import { lazy, Suspense, useMemo } from 'react'
import type { PanelData } from '../api/workspace'
import { count, exact, numberOf, short } from '../ui/numbers'
import { Waiting } from '../ui/Waiting'
import { binned } from './bins'
import { axisOf } from './draw/axis'
import { FigureTable } from './draw/FigureTable'
import { innerOf, Plot, room } from './draw/Plot'
import { useWidth } from './draw/useWidth'
import { fieldValue, summaryOf } from './field'
import { whoseOf } from './groups'
import { isHistogram } from './media/medium'
import { NoRuns } from './NoRuns'
import type { PanelViewProps } from './PanelView'
import { specNumber, specTexts } from './spec'

const MediaOfRuns = lazy(() => import('./media/MediaOfRuns'))

/** How the last values of metrics are spread over the panel's runs. Logged histograms are shown over steps. */
export default function Histogram(props: PanelViewProps) {
  const { data, height } = props
  const metrics = specTexts(data.panel.spec, 'metrics')
  const runs = data.runs ?? []
  if (runs.length === 0) return <NoRuns data={data} />
  const each = Math.max(140, Math.floor(height / Math.max(1, metrics.length)))
  return metrics.map((metric) => {
    const field = summaryOf(metric)
    const logged = runs.filter((r) => isHistogram(fieldValue(r, field)))
    return logged.length > 0 ? (
      <Suspense key={metric} fallback={<Waiting height={each} />}>
        <MediaOfRuns runs={logged} keys={[metric]} height={each} />
      </Suspense>
    ) : (
      <OfRuns key={metric} data={data} metric={metric} height={each} />
    )
  })
}

function OfRuns({ data, metric, height }: { data: PanelData; metric: string; height: number }) {
  const [ref, width] = useWidth<HTMLElement>(400)
  const { whose, bins, left } = useMemo(() => countsOf(data, metric), [data, metric])
  const plotHeight = height - (left > 0 ? 20 : 0)
  const inner = innerOf(width, plotHeight)
  const x = axisOf([bins.edges[0], bins.edges.at(-1)], { margin: 0 })
  const y = axisOf([0, bins.most], { margin: 0 })
  const rows = bins.edges
    .slice(1)
    .map((to, i) => ({ from: bins.edges[i] ?? 0, to, parts: bins.counts.map((c) => c[i] ?? 0) }))
  const label = `Histogram of ${metric} over ${count((data.runs ?? []).length)} runs`
  return (
    <figure ref={ref} style={{ margin: 0, position: 'relative' }}>
      <div role="img" aria-label={label} data-histogram={metric} data-bins={rows.length}>
        <Plot
          width={width}
          height={plotHeight}
          x={{ ticks: x.ticks, label: metric }}
          y={{ ticks: y.ticks.filter((t) => !t.label.includes('.')), label: 'runs' }}
        >
          {rows.map(({ from, to, parts }) => {
            const [a, b] = [x.place(from) ?? 0, x.place(to) ?? 0]
            let under = 0
            return parts.map((n, k) => {
              if (n === 0) return null
              const bottom = y.place(under) ?? 0
              under += n
              const h = ((y.place(under) ?? 0) - bottom) * inner.height
              const w = whose[k]
              return (
                <rect
                  key={`${from} ${w?.id}`}
                  x={room.left + a * inner.width + 0.5}
                  width={Math.max(1, (b - a) * inner.width - 1)}
                  y={room.top + inner.height * (1 - bottom) - h}
                  height={h}
                  fill={w?.colour}
                >
                  <title>{`${w?.name ?? ''}${w?.name ? '\n' : ''}${exact(from)} to ${exact(to)}\n${count(n)} runs`}</title>
                </rect>
              )
            })
          })}
        </Plot>
      </div>
      {left > 0 && (
        <figcaption style={{ fontSize: 12, color: 'var(--rl-quiet)', textAlign: 'center' }}>
          {count(left)} runs without a finite number aren’t counted
        </figcaption>
      )}
      <FigureTable
        caption={label}
        columns={['From', 'To', ...whose.map((w) => w.name || 'Runs')]}
        rows={rows.map((r) => [short(r.from, 8), short(r.to, 8), ...r.parts])}
      />
    </figure>
  )
}

/** What is counted: the groups one upon another, or all runs in one colour. */
function countsOf(data: PanelData, metric: string) {
  const field = summaryOf(metric)
  const whose = data.groups
    ? whoseOf(data)
    : [{ id: '', name: '', colour: 'var(--mantine-primary-color-filled)', runs: data.runs ?? [] }]
  let left = 0
  const lists = whose.map((w) =>
    w.runs.flatMap((r) => {
      const n = numberOf(fieldValue(r, field))
      if (n !== undefined && Number.isFinite(n)) return [n]
      left++
      return []
    }),
  )
  return { whose, left, bins: binned(lists, specNumber(data.panel.spec, 'bins', 1, 1000)) }
}
