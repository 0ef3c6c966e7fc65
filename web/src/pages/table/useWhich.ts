import { useState } from 'react'
import { showProblem } from '../../api/change'
import { useScope } from '../../api/scope'
import { idsOf } from '../../api/table'
import type { Which } from './bulk'
import type { Selection } from './selection'
import type { Outline } from './useOutline'

/** The chosen runs by id; of all that match, they are read first. */
export function useWhich(outline: Outline, selection: Selection) {
  const scope = useScope()
  const [reading, setReading] = useState<number>()
  const ids = async (): Promise<string[]> => {
    if (!selection.all) return [...selection.ids]
    setReading(0)
    try {
      const all = await idsOf(scope, outline.root, setReading)
      return all.filter((id) => !selection.ids.has(id))
    } catch (e) {
      showProblem(e)
      throw e
    } finally {
      setReading(undefined)
    }
  }
  /** What the API is told: all of the project need no ids. */
  const which = async (): Promise<Which> =>
    selection.all && selection.ids.size === 0 && outline.matched === outline.total
      ? { all: true }
      : { runs: await ids() }
  return { which, ids, reading }
}
