import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { OneRun } from '../../../api/run'
import type { RunAxis } from '../../../api/runcharts'
import { ChartCard } from './ChartCard'
import classes from './Charts.module.css'
import type { Section } from './sections'

type Props = { section: Section; run: OneRun['row']; axis: RunAxis; log: boolean; onEnlarge: (metric: string) => void }

/** The charts of a prefix; closed, they aren't asked for. */
export function ChartSection({ section, run, axis, log, onEnlarge }: Props) {
  const [open, setOpen] = useState(true)
  const Icon = open ? IconChevronDown : IconChevronRight
  return (
    <section className={classes.section} aria-label={section.title}>
      <h2 style={{ margin: 0, fontSize: 14 }}>
        <button type="button" className={classes.title} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon size={16} />
          {section.title}
          <span className={classes.count}>{section.metrics.length}</span>
        </button>
      </h2>
      {open && (
        <div className={classes.grid}>
          {section.metrics.map((m) => (
            <ChartCard key={m} metric={m} run={run} axis={axis} log={log} onEnlarge={onEnlarge} />
          ))}
        </div>
      )}
    </section>
  )
}
