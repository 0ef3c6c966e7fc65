import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { stale, useChange } from '../../../api/change'
import { asProblem } from '../../../api/problem'
import { addBlock, deleteBlock, editBlock, moveBlock, type Place } from '../../../api/reportChanges'
import { type BlockContent, type NewBlock, type Report, reportQuery } from '../../../api/reports'
import { useNow } from '../../../api/scope'
import { useNotifyUndo } from '../../../undo/useNotifyUndo'
import { moved, placeOf } from './order'

/** The changes of a report's blocks. Those of the content throw what stands in their way: the editors show it. */
export function useBlocks(report: Report) {
  const now = useNow()
  const queries = useQueryClient()
  const notifyUndo = useNotifyUndo()
  const adding = useChange(addBlock, ['reports'], { quiet: true })
  const editing = useChange(editBlock, ['reports'], { quiet: true })
  const removing = useChange(deleteBlock, ['reports'], {
    done: (out) => notifyUndo('The block was deleted.', out.action),
  })
  const moving = useChange(moveBlock, ['reports'])
  const key = reportQuery(now, report.id).queryKey

  /** Stores a block that is new; answers its id and version. */
  const add = useCallback(
    (block: NewBlock, place: Place) => adding.mutateAsync({ report: report.id, block, place }),
    [adding.mutateAsync, report.id],
  )
  /** Stores a content, unless the block isn't of that version any more; answers the new version. */
  const edit = useCallback(
    async (block: string, content: BlockContent, version: number) => {
      try {
        return (await editing.mutateAsync({ report: report.id, block, content, version })).version
      } catch (e) {
        // So that what somebody else stored can be looked at.
        if (asProblem(e).status === 409) await stale(queries, now, ['reports'])
        throw e
      }
    },
    [editing.mutateAsync, report.id, queries, now],
  )
  const remove = (block: string) => removing.mutate({ report: report.id, block })
  /** Moves a block to an index; it's there at once, and back if the server refuses. */
  const move = (block: string, to: number) => {
    const ids = (report.blocks ?? []).map((b) => b.id)
    const order = moved(ids, block, to)
    if (order.join() === ids.join()) return
    void queries.cancelQueries({ queryKey: key }) // an answer from before would put it back for a moment
    queries.setQueryData(key, (r) => r && { ...r, blocks: sorted(r.blocks ?? [], order) })
    moving.mutate(
      { report: report.id, block, place: placeOf(order, block) },
      { onError: () => void stale(queries, now, ['reports']) },
    )
  }
  return { add, edit, remove, move }
}

function sorted<T extends { id: string }>(blocks: T[], order: string[]): T[] {
  return [...blocks].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}
