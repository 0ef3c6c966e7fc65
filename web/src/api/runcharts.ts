import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readChart } from './charts'
import type { Schemas } from './client'
import { keyOf, type Scope } from './scope'

export type ChartAnswer = Schemas['ChartAnswer']

/** What charts of a run have in common. */
export type RunAxis = {
  x: 'step' | 'relative' | 'wall' | { metric: string }
  smoothing: number
  /** Every value, not buckets: for what is short. Only then are metrics asked for together. */
  full: boolean
}

type Waiting = { metric: string; resolve: (a: ChartAnswer) => void; reject: (e: unknown) => void }
const batches = new Map<string, Waiting[]>()
const together = 25 // metrics a request

/**
 * The chart of one metric of a run. Charts that are asked for in the same moment are one
 * request, where each line has its own x anyway: buckets would span all metrics' extents.
 */
export const runChartQuery = (s: Scope, run: string, metric: string, axis: RunAxis) =>
  queryOptions({
    queryKey: keyOf(s, 'points', 'chart', run, metric, axis),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => (axis.full ? inBatch(s, run, metric, axis) : ask(s, run, [metric], axis, signal)),
  })

/** What is asked for metrics of a run. */
export const runChartRequest = (run: string, metrics: string[], axis: RunAxis): Schemas['ChartRequest'] => ({
  metrics,
  runs: [run],
  x: axis.x,
  aggregates: axis.full ? ['last', 'mean'] : ['mean', 'min', 'max', 'last', 'count'],
  ...(axis.full ? { full: true } : { buckets: 500 }),
  ...(axis.smoothing > 0 && { smoothing: { kind: 'ema', weight: axis.smoothing } }),
})

const ask = (s: Scope, run: string, metrics: string[], axis: RunAxis, signal?: AbortSignal) =>
  readChart(s, runChartRequest(run, metrics, axis), signal)

function inBatch(s: Scope, run: string, metric: string, axis: RunAxis): Promise<ChartAnswer> {
  const key = JSON.stringify([keyOf(s, 'points', run), axis])
  return new Promise((resolve, reject) => {
    const waiting = batches.get(key)
    if (waiting) {
      waiting.push({ metric, resolve, reject })
      return
    }
    batches.set(key, [{ metric, resolve, reject }])
    setTimeout(() => {
      const all = batches.get(key) ?? []
      batches.delete(key)
      for (let i = 0; i < all.length; i += together) void send(s, run, all.slice(i, i + together), axis)
    }, 5)
  })
}

async function send(s: Scope, run: string, some: Waiting[], axis: RunAxis): Promise<void> {
  try {
    const answer = await ask(s, run, [...new Set(some.map((w) => w.metric))], axis)
    for (const w of some) {
      w.resolve({ ...answer, series: (answer.series ?? []).filter((one) => one.metric === w.metric) })
    }
  } catch (e) {
    for (const w of some) w.reject(e)
  }
}
