import { type CSSProperties, useRef } from 'react'
import type { Panel, Section } from '../../../api/workspace'
import { columnsOn, panelHeight } from '../geometry'
import { PanelCard } from '../panels/PanelCard'
import { PanelRoom } from '../panels/PanelRoom'
import { useWorkspace } from '../WorkspaceContext'
import { PanelCorner } from './PanelCorner'
import classes from './SectionBody.module.css'

/** The standard layout: panels of one size, row by row. */
export function StandardGrid({ section, panels }: { section: Section; panels?: Panel[] }) {
  const { width, editable } = useWorkspace()
  const grid = useRef<HTMLDivElement>(null)
  const height = panelHeight(section)
  if (panels?.length === 0) {
    return (
      <div className={classes.none}>{editable ? 'No panels: add one with +, or drag one here.' : 'No panels.'}</div>
    )
  }
  const style = { '--columns': columnsOn(width, section), '--panel-height': `${height}px` } as CSSProperties
  return (
    <div ref={grid} className={classes.grid} style={style} data-layout="standard">
      {panels
        ? panels.map((p) => (
            <PanelCard
              key={p.id}
              panel={p}
              height={height}
              draggable
              corner={editable && <PanelCorner section={section} grid={grid} />}
            />
          ))
        : Array.from({ length: Math.min(section.panel_count, section.columns * section.rows) }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: all of them are alike
            <PanelRoom key={i} />
          ))}
    </div>
  )
}
