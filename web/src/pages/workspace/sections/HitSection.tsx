import { useState } from 'react'
import type { Panel, Section } from '../../../api/workspace'
import { Pager } from './Pager'
import body from './SectionBody.module.css'
import classes from './SectionView.module.css'
import { StandardGrid } from './StandardGrid'

/** A section with those of its panels that were searched for, open whatever it is otherwise. */
export function HitSection({ section, panels }: { section: Section; panels: Panel[] }) {
  const [wanted, setPage] = useState(1)
  const size = section.columns * section.rows
  const pages = Math.max(1, Math.ceil(panels.length / size))
  const page = Math.min(wanted, pages)
  return (
    <section className={classes.section} aria-label={section.title} data-section={section.id}>
      <header className={classes.header} style={{ paddingLeft: 12 }}>
        <h2 className={classes.title} style={{ margin: 0, fontSize: 14 }}>
          {section.title}
        </h2>
        <span className={classes.count}>
          {panels.length} of {section.panel_count}
        </span>
        <div className={classes.tools}>
          <Pager page={page} pages={pages} size={size} total={panels.length} what={section.title} setPage={setPage} />
        </div>
      </header>
      <div className={body.body}>
        <StandardGrid section={section} panels={panels.slice((page - 1) * size, page * size)} />
      </div>
    </section>
  )
}
