import { Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useChange } from '../../../api/change'
import { asProblem } from '../../../api/problem'
import { editReport } from '../../../api/reportChanges'
import type { Report } from '../../../api/reports'
import classes from './Edit.module.css'
import { Saved } from './Saved'

const labels = { title: 'Title', description: 'Description' }

/** The title or the description, edited where it stands; saved on leaving it. */
export function EditableLine({ report, field }: { report: Report; field: 'title' | 'description' }) {
  const stored = report[field] ?? ''
  const [typed, setTyped] = useState<string>()
  const base = useRef(stored) // what was there when typing began
  const save = useChange(editReport, ['reports'], { quiet: true, done: () => setTyped(undefined) })
  const leave = () => {
    if (typed === undefined || save.isPending) return
    const now = field === 'title' ? typed.trim() : typed
    if (now === stored || (field === 'title' && now === '')) setTyped(undefined)
    else save.mutate({ report: report.id, [field]: now })
  }
  return (
    <div>
      <Textarea
        aria-label={labels[field]}
        placeholder={field === 'title' ? 'Title' : 'What it’s about (optional)'}
        variant="unstyled"
        rows={1}
        classNames={{ input: field === 'title' ? classes.title : classes.description }}
        value={typed ?? stored}
        onFocus={() => {
          base.current = stored
        }}
        onChange={(e) => setTyped(e.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(e) => {
          if (e.key === 'Escape') setTyped(undefined)
          if (e.key !== 'Enter' || field !== 'title') return
          e.preventDefault()
          e.currentTarget.blur()
        }}
      />
      <Saved
        state={
          save.isPending
            ? 'saving'
            : save.isError && typed !== undefined
              ? 'failed'
              : typed === undefined
                ? save.isSuccess
                  ? 'saved'
                  : 'clean'
                : 'dirty'
        }
        problem={save.error ? asProblem(save.error) : undefined}
        again={leave}
      />
    </div>
  )
}
