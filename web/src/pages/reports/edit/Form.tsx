import { Button, Group } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { asProblem, type Problem } from '../../../api/problem'
import classes from './Edit.module.css'
import { Saved } from './Saved'

/** A form of a block: nothing is stored before Save, and what can't be stored stays in it. */
export function Form(props: {
  label: string
  ready?: boolean
  save: () => Promise<unknown>
  close: () => void
  children: ReactNode
}) {
  const { label, ready = true, save, close, children } = props
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const store = async () => {
    if (saving || !ready) return
    setSaving(true)
    setProblem(undefined)
    try {
      await save()
      close()
    } catch (e) {
      setProblem(asProblem(e))
    } finally {
      setSaving(false)
    }
  }
  return (
    <form
      aria-label={label}
      className={classes.editor}
      onSubmit={(e) => {
        e.preventDefault()
        void store()
      }}
      onKeyDown={(e) => {
        if (e.key === 'Escape' && !e.defaultPrevented && e.target === e.currentTarget) close()
      }}
    >
      {children}
      {problem && (
        <Saved
          state="failed"
          problem={problem}
          again={() => void store()}
          theirs={{ take: close, overwrite: () => void store() }}
        />
      )}
      <Group justify="flex-end" gap="xs" mt="sm">
        <Button size="compact-md" variant="default" onClick={close}>
          Cancel
        </Button>
        <Button size="compact-md" type="submit" loading={saving} disabled={!ready}>
          Save
        </Button>
      </Group>
    </form>
  )
}
