import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { RunRow } from '../api/workspace'
import classes from './RunName.module.css'
import { useRunChanges } from './useRunChanges'
import { useRunLink } from './useRunLink'

const encoder = new TextEncoder()

/** What is wrong with a name; undefined: nothing. */
export function nameFault(name: string): string | undefined {
  const length = encoder.encode(name).length
  if (name.trim() === '') return 'A run needs a name.'
  return length > 512 ? `${length} bytes: at most 512.` : undefined
}

/** A run's name with the way to its page; while it is edited, a field in its place. */
export function RunName(props: {
  run: Pick<RunRow, 'id' | 'name'>
  editing?: boolean
  /** The field is left, with Enter, Escape or a click elsewhere. */
  onEdited?: (how: 'kept' | 'changed') => void
  tabIndex?: number
}) {
  const { run, editing, onEdited, tabIndex } = props
  const link = useRunLink()
  if (editing) return <NameField run={run} onEdited={onEdited} />
  return (
    <Link to={link(run.id)} className={classes.name} title={run.name} tabIndex={tabIndex}>
      {run.name}
    </Link>
  )
}

function NameField({ run, onEdited }: Pick<Parameters<typeof RunName>[0], 'run' | 'onEdited'>) {
  const [name, setName] = useState(run.name)
  const field = useRef<HTMLInputElement>(null)
  const over = useRef(false)
  const { rename } = useRunChanges()
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const fault = nameFault(name)
  const end = (keep: boolean) => {
    if (over.current) return
    over.current = true
    const changed = !keep && !fault && name.trim() !== run.name
    if (changed) rename(run.id, name.trim())
    onEdited?.(changed ? 'changed' : 'kept')
  }
  return (
    <input
      ref={field}
      className={classes.field}
      value={name}
      aria-label={`Name of run ${run.name}`}
      aria-invalid={fault ? true : undefined}
      title={fault}
      onChange={(e) => setName(e.currentTarget.value)}
      onBlur={() => end(false)}
      onClick={(e) => e.stopPropagation()}
      onKeyDown={(e) => {
        e.stopPropagation()
        if (e.key === 'Escape') end(true)
        if (e.key === 'Enter' && !fault) end(false)
      }}
    />
  )
}
