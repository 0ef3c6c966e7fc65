import type { RefObject } from 'react'
import type { Section } from '../../../api/workspace'
import { heightOfRows, resizedPanels } from '../geometry'
import { useWorkspace } from '../WorkspaceContext'
import classes from './Corner.module.css'
import { useCorner } from './useCorner'

/**
 * The lower right corner of a panel of the standard layout: dragging it resizes all panels
 * of the section. The keyboard has "Sizes…" in the section's menu.
 */
export function PanelCorner({ section, grid }: { section: Section; grid: RefObject<HTMLDivElement | null> }) {
  const { arrange, width } = useWorkspace()
  const handlers = useCorner((corner) => corner.closest('[data-panel]'), {
    while: ({ w, h }) => {
      // Drawn without React; charts follow their containers.
      const to = resizedPanels(width, w, h)
      grid.current?.style.setProperty('--columns', String(to.columns))
      grid.current?.style.setProperty('--panel-height', `${to.panel_size.h}px`)
    },
    end: ({ w, h }) => {
      const to = resizedPanels(width, w, h)
      const fields = {
        panel_size: to.panel_size,
        ...(to.columns !== section.columns && { columns: to.columns }),
        ...(section.height !== undefined && { height: heightOfRows(section.rows, to.panel_size.h) }),
      }
      void arrange({ do: 'edit-section', section: section.id, fields }).catch(() => {})
    },
  })
  return <div className={classes.panel} aria-hidden data-corner="panel" {...handlers} />
}
