import type { Section } from '../../../api/workspace'
import { panelHeight, rowsIn } from '../geometry'
import { useWorkspace } from '../WorkspaceContext'
import classes from './Corner.module.css'
import { useCorner } from './useCorner'

const lowest = 120

/** The lower right corner of a section: dragging it sets its height, and how many rows a page has. */
export function SectionCorner({ section }: { section: Section }) {
  const { arrange } = useWorkspace()
  const panels = (corner: HTMLElement) => corner.parentElement?.querySelector<HTMLElement>('[data-panels]')
  const within = (h: number) => Math.round(Math.max(lowest, h))
  const show = (corner: HTMLElement | null, height: number) => {
    const box = corner && panels(corner)
    if (box) Object.assign(box.style, { height: `${height}px`, minHeight: '0', overflowY: 'auto' })
  }
  const handlers = useCorner(panels, {
    while: ({ h }) =>
      show(document.querySelector(`[data-section="${CSS.escape(section.id)}"] [data-corner=section]`), within(h)),
    end: ({ h }) => {
      const height = within(h)
      const rows = rowsIn(height, panelHeight(section))
      const fields = section.layout === 'standard' && rows !== section.rows ? { height, rows } : { height }
      void arrange({ do: 'edit-section', section: section.id, fields }).catch(() => {})
    },
  })
  return <div className={classes.section} aria-hidden data-corner="section" {...handlers} />
}
