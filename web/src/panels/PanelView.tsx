import type { PanelData } from '../api/workspace'

/** Draws what a panel shows, whatever its kind. */
export function PanelView({ data }: { data: PanelData; height: number }) {
  return <pre>{data.shows}</pre>
}
