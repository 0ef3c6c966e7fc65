import { useQuery } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { type ChartRequest, chartQuery, zoomedPanelQuery } from '../api/charts'
import type { Scope } from '../api/scope'
import type { ChartAnswer } from './frame'
import type { Range } from './options'

export type Zoomed = {
  /** What to draw: of the range as soon as it's there, until then what there is. */
  answer: ChartAnswer
  zoom: Range | undefined
  onZoom: (range: Range | undefined) => void
  /** The range has been asked for. */
  waiting: boolean
}

/** An answer that has been shown, and what range it is of. */
type Shown = { answer: ChartAnswer; of: Range | undefined }

const within = (inner: Range, outer: Range | undefined) =>
  (outer?.min ?? Number.NEGATIVE_INFINITY) <= (inner.min ?? Number.NEGATIVE_INFINITY) &&
  (outer?.max ?? Number.POSITIVE_INFINITY) >= (inner.max ?? Number.POSITIVE_INFINITY)

/** Zooming isn't stored: it lasts as long as the chart is on the page. */
function useRange() {
  const [zoom, setZoom] = useState<Range | undefined>()
  return { zoom, onZoom: useCallback((range: Range | undefined) => setZoom(range), []) }
}

/** Until the range's own answer comes, the last one that has all of the range is shown. */
function useBest(all: ChartAnswer, zoom: Range | undefined, exact: ChartAnswer | undefined): ChartAnswer {
  const last = useRef<Shown>(undefined)
  if (!zoom) last.current = undefined
  else if (exact) last.current = { answer: exact, of: zoom }
  if (!zoom) return all
  return exact ?? (last.current && within(zoom, last.current.of) ? last.current.answer : all)
}

/**
 * A panel's chart with a zoom that asks the server for exact data of the range: of the same
 * runs, bucketed anew.
 */
export function useZoomedPanel(s: Scope, workspace: string | undefined, panel: string, all: ChartAnswer): Zoomed {
  const { zoom, onZoom } = useRange()
  const enabled = zoom !== undefined && workspace !== undefined
  const query = useQuery({ ...zoomedPanelQuery(s, workspace ?? '', panel, zoom), enabled })
  const answer = useBest(all, zoom, query.data?.chart)
  return { answer, zoom, onZoom, waiting: enabled && query.isPending }
}

/** The same for a chart that was asked for by a request of its own; see chartQuery. */
export function useZoomedChart(s: Scope, request: ChartRequest, all: ChartAnswer): Zoomed {
  const { zoom, onZoom } = useRange()
  const query = useQuery({ ...chartQuery(s, { ...request, x_range: zoom }), enabled: zoom !== undefined })
  return { answer: useBest(all, zoom, query.data), zoom, onZoom, waiting: zoom !== undefined && query.isPending }
}
