import { memo, useState } from 'react'
import type { Section } from '../../../api/workspace'
import { useDropSection } from '../drag/useDrag'
import { SectionBody } from './SectionBody'
import { SectionHeader } from './SectionHeader'
import classes from './SectionView.module.css'
import { usePage } from './usePage'

type Props = {
  section: Section
  /** The sections beside it. */
  above?: string
  below?: string
}

/** A section: its header, and its panels unless it is collapsed. */
export const SectionView = memo(function SectionView({ section, above, below }: Props) {
  const [page, setPage] = usePage(section)
  const drop = useDropSection(section)
  const [renaming, setRenaming] = useState(false)
  return (
    <section ref={drop} className={classes.section} aria-label={section.title} data-section={section.id}>
      <SectionHeader
        section={section}
        above={above}
        below={below}
        page={page}
        setPage={setPage}
        renaming={renaming}
        setRenaming={setRenaming}
      />
      {!section.collapsed && <SectionBody section={section} page={page} />}
    </section>
  )
})
