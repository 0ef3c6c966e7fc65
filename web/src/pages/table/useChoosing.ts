import { useRef } from 'react'
import { showProblem } from '../../api/change'
import { useScope } from '../../api/scope'
import { idsOf } from '../../api/table'
import type { RunRow } from '../../api/workspace'
import { chosen, type Selection, set } from './selection'
import type { Outline } from './useOutline'

/** Chooses runs by line, from line to line, and by group. */
export function useChoosing(p: {
  selection: Selection
  setSelection: (s: Selection) => void
  outline: Outline
  reader: { current: ((from: number, to: number) => Promise<RunRow[]>) | undefined }
}) {
  const scope = useScope()
  const last = useRef<{ line: number; on: boolean } | undefined>(undefined)
  const choose = async (line: number, run: RunRow, range: boolean) => {
    const from = range ? last.current : undefined
    const on = from ? from.on : !chosen(p.selection, run.id)
    last.current = { line, on }
    if (!from || !p.reader.current) return p.setSelection(set(p.selection, [run.id], on))
    try {
      const [a, b] = from.line < line ? [from.line, line] : [line, from.line]
      const rows = await p.reader.current(a, b + 1)
      p.setSelection(
        set(
          p.selection,
          rows.map((r) => r.id),
          on,
        ),
      )
    } catch (e) {
      showProblem(e)
    }
  }
  const chooseGroup = async (id: string) => {
    try {
      p.setSelection(set(p.selection, await idsOf(scope, p.outline.source(id), () => {}), true))
    } catch (e) {
      showProblem(e)
    }
  }
  return {
    choose: (line: number, run: RunRow, range: boolean) => void choose(line, run, range),
    chooseGroup: (id: string) => void chooseGroup(id),
  }
}
