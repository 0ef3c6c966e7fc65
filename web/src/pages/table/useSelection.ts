import { useCallback, useState } from 'react'
import { list, useParam } from '../../url/params'
import { nothing, readSelection, type Selection, writeSelection } from './selection'

/** Which runs are chosen: in the address as long as they are few, so that a reload keeps them. */
export function useSelection(): [Selection, (s: Selection) => void] {
  const [param, setParam] = useParam('selected', list)
  const [many, setMany] = useState<Selection>()
  const written = param.join('\n')
  const [read, setRead] = useState({ written: '', selection: nothing })
  if (read.written !== written) setRead({ written, selection: readSelection(param) })
  const set = useCallback(
    (s: Selection) => {
      const short = writeSelection(s)
      setMany(short.length === 0 && s.ids.size > 0 ? s : undefined)
      setParam(short, { replace: true })
    },
    [setParam],
  )
  return [many ?? read.selection, set]
}
