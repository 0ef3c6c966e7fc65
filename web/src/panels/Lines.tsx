import { useMemo } from 'react'
import { useScope } from '../api/scope'
import type { PanelData } from '../api/workspace'
import { LineChart } from '../chart/LineChart'
import { optionsOf } from '../chart/options'
import { useZoomedPanel } from '../chart/useZoom'
import type { PanelViewProps } from './PanelView'

type Props = Omit<PanelViewProps, 'data'> & { data: PanelData & Required<Pick<PanelData, 'chart'>> }

/** The lines of a line or grouped_line panel. */
export default function Lines({ data, ...rest }: PanelViewProps) {
  return data.chart ? <Chart data={{ ...data, chart: data.chart }} {...rest} /> : null
}

function Chart({ data, height, workspace }: Props) {
  const { panel, chart } = data
  const options = useMemo(() => optionsOf(panel.spec), [panel.spec])
  const { answer, zoom, onZoom, waiting } = useZoomedPanel(useScope(), workspace, panel.id, chart)
  return (
    <LineChart
      answer={answer}
      height={height}
      title={panel.title}
      options={options}
      zoom={zoom}
      onZoom={workspace === undefined ? undefined : onZoom}
      waiting={waiting}
    />
  )
}
