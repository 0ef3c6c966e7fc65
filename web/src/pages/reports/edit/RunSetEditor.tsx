import { useState } from 'react'
import type { RunSet } from '../../../api/reports'
import { specOf } from '../panelData'
import { Form } from './Form'
import { RunSetFields } from './RunSetFields'

/** Edits a table of runs. */
export function RunSetEditor(props: {
  stored?: unknown
  save: (runSet: RunSet) => Promise<unknown>
  close: () => void
}) {
  const { stored, save, close } = props
  const [value, setValue] = useState<RunSet>(() => specOf(stored) as RunSet)
  return (
    <Form label="Table of runs" save={() => save(value)} close={close}>
      <RunSetFields value={value} onChange={setValue} table />
    </Form>
  )
}
