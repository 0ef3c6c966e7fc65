import { createContext, useContext } from 'react'
import type { RunRow } from '../../api/workspace'

/** What cells and lines can do. One object for the life of the table, so that lines aren't drawn anew. */
export type TableActions = {
  mayEdit: boolean
  /** Where a run's page is. */
  pathOf: (run: RunRow) => { pathname: string; search: string }
  openRun: (run: RunRow, aside: boolean) => void
  toggleGroup: (id: string) => void
  /** Chooses the run of a line; `range`: all since the one chosen last. */
  choose: (line: number, run: RunRow, range: boolean) => void
  chooseGroup: (id: string, count: number) => void
  edit: (run: RunRow, field: string) => void
  /** The id of the run whose name is a field now. */
  renaming: string | undefined
  renamed: () => void
  /** The menu of a run, at a button. */
  openMenu: (run: RunRow, at: HTMLElement) => void
  /** Shows all of a long value beside the cell. */
  show: (at: DOMRect, heading: string, value: string) => void
}

export const TableActionsContext = createContext<TableActions | null>(null)

export function useTableActions(): TableActions {
  const actions = useContext(TableActionsContext)
  if (!actions) throw new Error('useTableActions outside of the table')
  return actions
}
