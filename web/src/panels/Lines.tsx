import type { PanelViewProps } from './PanelView'

/** The lines of a line or grouped_line panel. */
export default function Lines({ data, height }: PanelViewProps) {
  return <div style={{ height }}>{data.chart?.series?.length ?? 0} lines</div>
}
