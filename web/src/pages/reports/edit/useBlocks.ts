import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { stale, useChange } from '../../../api/change'
import { asProblem } from '../../../api/problem'
import { addBlock, deleteBlock, editBlock, moveBlock, type Place } from '../../../api/reportChanges'
import type { Block, BlockContent, NewBlock, Report } from '../../../api/reports'
import { useNow } from '../../../api/scope'
import { useNotifyUndo } from '../../../undo/useNotifyUndo'
import { moved, placeOf } from './order'

/** The changes of a report's blocks. Those of the content throw what stands in their way: the editors show it. */
export function useBlocks(report: Report) {
  const now = useNow()
  const queries = useQueryClient()
  const notifyUndo = useNotifyUndo()
  const [order, setOrder] = useState<Order>()
  const stored = report.blocks ?? []
  const blocks = order && !done(stored, order) ? sorted(stored, order.ids) : stored
  const adding = useChange(addBlock, ['reports'], { quiet: true })
  const editing = useChange(editBlock, ['reports'], { quiet: true })
  const removing = useChange(deleteBlock, ['reports'], {
    done: (out) => notifyUndo('The block was deleted.', out.action),
  })
  const moving = useChange(moveBlock, ['reports'])

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
    const ids = blocks.map((b) => b.id)
    const wanted = moved(ids, block, to)
    if (wanted.join() === ids.join()) return
    setOrder({ ids: wanted, block, version: Number.POSITIVE_INFINITY })
    moving.mutate(
      { report: report.id, block, place: placeOf(wanted, block) },
      {
        onSuccess: ({ version }) => setOrder((now) => (now?.ids === wanted ? { ...now, version } : now)),
        onError: () => setOrder((now) => (now?.ids === wanted ? undefined : now)),
      },
    )
  }
  return { blocks, add, edit, remove, move }
}

/** An order that was asked for: it counts until the report has the block in the version that the move made. */
type Order = { ids: string[]; block: string; version: number }

const done = (blocks: Block[], o: Order) => (blocks.find((b) => b.id === o.block)?.version ?? Infinity) >= o.version

function sorted<T extends { id: string }>(blocks: T[], order: string[]): T[] {
  return [...blocks].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}
