import { memo, type ReactNode, useRef, useState } from 'react'
import type { Panel } from '../../../api/workspace'
import { useDragPanel } from '../drag/useDrag'
import { useWorkspace } from '../WorkspaceContext'
import { PanelBody } from './PanelBody'
import classes from './PanelCard.module.css'
import { PanelTools } from './PanelTools'

/** Height of a panel's header, with what is between it and the chart. */
export const headerHeight = 34

type Props = {
  panel: Panel
  /** Of the card, in pixels. */
  height: number
  /** It can be dragged to another place (the standard layout). */
  draggable?: boolean
  /** What resizes it. */
  corner?: ReactNode
}

/** A panel with its header. Its tools show when it's pointed at, or has the focus. */
export const PanelCard = memo(function PanelCard({ panel, height, draggable = false, corner }: Props) {
  const { editable } = useWorkspace()
  const card = useRef<HTMLElement>(null)
  const [menuOpen, setMenuOpen] = useState(false)
  const { drag, drop } = useDragPanel(panel, draggable && editable)
  return (
    <article
      ref={(element) => {
        card.current = element
        drop.setNodeRef(element)
      }}
      className={classes.card}
      aria-label={panel.title || 'Untitled panel'}
      data-panel={panel.id}
      data-dragged={drag.isDragging || undefined}
      data-menu={menuOpen || undefined}
    >
      <header className={classes.header}>
        <h3 className={`${classes.title} ${draggable ? '' : 'panel-handle'}`} title={panel.title}>
          {draggable && editable ? (
            <button
              ref={drag.setNodeRef}
              type="button"
              className={classes.handle}
              {...drag.attributes}
              {...drag.listeners}
              aria-roledescription="draggable panel"
              aria-label={panel.title ? undefined : 'Untitled panel'}
            >
              {panel.title}
            </button>
          ) : (
            panel.title
          )}
        </h3>
        <PanelTools panel={panel} card={card} onMenu={setMenuOpen} />
      </header>
      <PanelBody panel={panel} height={height - headerHeight - 2} />
      {corner}
    </article>
  )
})
