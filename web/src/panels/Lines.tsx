import { LineChart } from '../chart/LineChart'
import type { PanelViewProps } from './PanelView'

/** The lines of a line or grouped_line panel. */
export default function Lines({ data, height }: PanelViewProps) {
  if (!data.chart) return null
  return <LineChart answer={data.chart} height={height} title={data.panel.title} />
}
