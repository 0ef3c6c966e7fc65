import { type ComponentType, lazy, Suspense } from 'react'
import type { PanelData } from '../api/workspace'
import { Broken } from '../ui/Broken'
import { Waiting } from '../ui/Waiting'
import { PanelFault } from './PanelFault'
import classes from './PanelView.module.css'

export type PanelViewProps = {
  data: PanelData
  /** Pixels there are for it. */
  height: number
  /** The workspace that the panel is of: what is zoomed or chosen in the panel may ask it for more. */
  workspace?: string
  /** The panel has the screen to itself. */
  full?: boolean
}

/** How each kind is drawn. A kind is a file, loaded with its first panel. */
const kinds: Record<string, ComponentType<PanelViewProps>> = {
  line: lazy(() => import('./Lines')),
  grouped_line: lazy(() => import('./Lines')),
  bar: lazy(() => import('./Bars')),
  scatter: lazy(() => import('./Scatter')),
  histogram: lazy(() => import('./Histogram')),
  scalar: lazy(() => import('./Scalar')),
  markdown: lazy(() => import('./MarkdownPanel')),
  parallel_coordinates: lazy(() => import('./ParallelCoordinates')),
  run_comparer: lazy(() => import('./comparer/ComparerPanel')),
  media: lazy(() => import('./media/MediaPanel')),
  table: lazy(() => import('./logged/TablePanel')),
}

/** What machines were measured by isn't a metric of the run: it's read run by run, whatever the kind. */
const System = lazy(() => import('./SystemPanel'))

/** Draws what a panel shows, whatever its kind; or says why it can't, and what to do. */
export function PanelView(props: PanelViewProps) {
  const { data, height } = props
  const kind = data.panel.kind ?? ''
  const Kind = data.panel.spec.source === 'system' ? System : Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  return (
    <div className={classes.panel} style={{ height }} data-kind={kind} data-position={data.position}>
      {data.error || !Kind ? (
        <PanelFault data={data} />
      ) : (
        <Broken what="This panel" resetKey={data}>
          <Suspense fallback={<Waiting height={height} />}>
            <Kind {...props} />
          </Suspense>
        </Broken>
      )}
    </div>
  )
}
