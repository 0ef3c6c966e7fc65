import { NoRuns } from '../NoRuns'
import type { PanelViewProps } from '../PanelView'
import { specNumber, specTexts } from '../spec'
import MediaOfRuns from './MediaOfRuns'

/** Images, audio, video, pages and histograms that runs logged. */
export default function MediaPanel({ data, height }: PanelViewProps) {
  const members = data.members ?? []
  const step = specNumber(data.panel.spec, 'step', 0)
  if (members.length === 0) return <NoRuns data={data} />
  return <MediaOfRuns key={step} runs={members} keys={specTexts(data.panel.spec, 'keys')} height={height} step={step} />
}
