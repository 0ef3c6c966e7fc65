import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconDownload, IconSearch } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { showProblem } from '../../../api/change'
import { useScope } from '../../../api/scope'
import { count } from '../../../ui/numbers'
import { save } from '../save'
import classes from './Console.module.css'
import { findNext, wholeOutput } from './find'

type Props = {
  run: string
  total: number
  times: boolean
  onTimes: (on: boolean) => void
  find: string
  onFind: (text: string) => void
  /** The line after which the next place is looked for. */
  after: number
  onFound: (line: number) => void
}

/** What can be done with the output: find, show times, save. */
export function ConsoleTools({ run, total, times, onTimes, find, onFind, after, onFound }: Props) {
  const scope = useScope()
  const [state, setState] = useState('')
  const asking = useRef<AbortController>(undefined)
  const next = async () => {
    asking.current?.abort()
    asking.current = new AbortController()
    const { signal } = asking.current
    try {
      const line = await findNext(scope, run, find, after, signal, (l) => setState(`searching line ${count(l)}…`))
      setState(line === undefined ? 'nothing found' : `found in line ${count(line + 1)}`)
      if (line !== undefined) onFound(line)
    } catch (e) {
      if (signal.aborted) return
      setState('')
      showProblem(e)
    }
  }
  const download = async () => {
    try {
      save(await wholeOutput(scope, run, (l) => setState(`read ${count(l)} lines…`)), `${run}.log`)
    } catch (e) {
      showProblem(e)
    }
    setState('')
  }
  return (
    <div className={classes.tools}>
      <form
        style={{ display: 'flex', gap: 8 }}
        onSubmit={(e) => {
          e.preventDefault()
          if (find) void next()
        }}
      >
        <TextInput
          size="xs"
          w={220}
          aria-label="Find in the output"
          placeholder="Find in all lines"
          leftSection={<IconSearch size={14} />}
          value={find}
          onChange={(e) => {
            asking.current?.abort()
            setState('')
            onFind(e.currentTarget.value)
          }}
        />
        <Button size="xs" variant="default" type="submit" disabled={!find}>
          Find next
        </Button>
      </form>
      <Checkbox size="xs" label="Times" checked={times} onChange={(e) => onTimes(e.currentTarget.checked)} />
      <Button size="xs" variant="default" leftSection={<IconDownload size={14} />} onClick={() => void download()}>
        Download
      </Button>
      <span className={classes.quiet}>{count(total)} lines</span>
      <span className={classes.quiet} role="status">
        {state}
      </span>
    </div>
  )
}
