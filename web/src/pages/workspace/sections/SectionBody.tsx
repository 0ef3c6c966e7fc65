import { lazy, Suspense } from 'react'
import type { Section } from '../../../api/workspace'
import { bodyHeight } from '../geometry'
import { useInView } from '../useInView'
import { useWorkspace } from '../WorkspaceContext'
import classes from './SectionBody.module.css'
import { SectionCorner } from './SectionCorner'
import { StandardGrid } from './StandardGrid'
import { usePanels } from './usePanels'

const CustomGrid = lazy(() => import('./CustomGrid'))

const near = 1200 // px: panels are made before they come into view

/** The panels of a section. Far from what is seen there is only room for them. */
export function SectionBody({ section, page }: { section: Section; page: number }) {
  const { width, editable } = useWorkspace()
  const [ref, isNear] = useInView<HTMLDivElement>(near)
  const custom = section.layout === 'custom'
  return (
    <div ref={ref} className={classes.body}>
      <div
        className={classes.panels}
        style={{
          minHeight: custom ? undefined : bodyHeight(section, width),
          height: section.height && section.height > 0 ? section.height : undefined,
          overflowY: section.height ? 'auto' : undefined,
        }}
        data-panels
      >
        {isNear && <Panels section={section} page={page} />}
      </div>
      {editable && <SectionCorner section={section} />}
    </div>
  )
}

function Panels({ section, page }: { section: Section; page: number }) {
  const panels = usePanels(section, page)
  if (section.layout !== 'custom') return <StandardGrid section={section} panels={panels} />
  return (
    <Suspense>
      <CustomGrid section={section} panels={panels} />
    </Suspense>
  )
}
