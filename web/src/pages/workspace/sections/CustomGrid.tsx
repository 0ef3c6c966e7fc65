import { useMemo } from 'react'
import ReactGridLayout, { type Layout, noCompactor } from 'react-grid-layout'
import 'react-grid-layout/css/styles.css'
import type { Panel, Section } from '../../../api/workspace'
import { columnsOn, panelHeight } from '../geometry'
import { PanelCard } from '../panels/PanelCard'
import { useWorkspace } from '../WorkspaceContext'
import classes from './CustomGrid.module.css'
import { gridColumns, margin, moved, type Place, placed, rowHeight } from './placed'
import body from './SectionBody.module.css'

const border = 1 // px, of the section

/** The custom layout: each panel has its own place and size, all on one page. */
export default function CustomGrid({ section, panels }: { section: Section; panels?: Panel[] }) {
  const { width, editable, arrange } = useWorkspace()
  const columns = columnsOn(width, section)
  const height = panelHeight(section)
  const places = useMemo(() => placed(panels ?? [], columns, height), [panels, columns, height])
  if (panels?.length === 0) return <div className={body.none}>No panels: add one with +, or move one here.</div>

  const store = (layout: Layout) => {
    const after: Place[] = layout.map(({ i, x, y, w, h }) => ({ id: i, x, y, w, h }))
    for (const { id, ...fields } of moved(places, after)) {
      void arrange({ do: 'edit-panel', panel: id, fields }).catch(() => {})
    }
  }
  const ofRows = (h: number) => h * (rowHeight + margin) - margin
  return (
    <ReactGridLayout
      className={classes.grid}
      width={width - 2 * margin - 2 * border}
      layout={places.map(({ id, ...p }) => ({ i: id, ...p, minW: 3, minH: 4 }))}
      gridConfig={{ cols: gridColumns, rowHeight, margin: [margin, margin], containerPadding: [0, 0] }}
      dragConfig={{ enabled: editable, handle: '.panel-handle', cancel: 'button' }}
      resizeConfig={{ enabled: editable, handles: ['se'] }}
      compactor={noCompactor}
      onDragStop={store}
      onResizeStop={store}
    >
      {(panels ?? []).map((p, i) => (
        <div key={p.id} className={classes.item}>
          <PanelCard panel={withPlace(p, places[i])} height={ofRows(places[i]?.h ?? 8)} />
        </div>
      ))}
    </ReactGridLayout>
  )
}

/** A panel that nobody placed has its place here, so that its menu can change it. */
function withPlace(panel: Panel, place: Place | undefined): Panel {
  return place && panel.w === undefined ? { ...panel, x: place.x, y: place.y, w: place.w, h: place.h } : panel
}
