import type { UseMutateAsyncFunction } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Arranged, Edit } from './arrange'

/** What the parts of a workspace's page share. */
export type Shared = {
  /** Its id, as in paths of the API. */
  workspace: string
  /** The reader may arrange it, now. */
  editable: boolean
  /** Changes it; refusals are shown. */
  arrange: UseMutateAsyncFunction<Arranged, Error, Edit>
  /** Sections by id and title, in order: where panels can be moved. */
  sections: { id: string; title: string }[]
  /** Opens the editor: of a panel, or of a new one of a section. */
  edit: (what: { section: string; panel?: string }) => void
  /** Pixels that sections are wide. */
  width: number
}

export const WorkspaceContext = createContext<Shared | null>(null)

export function useWorkspace(): Shared {
  const shared = useContext(WorkspaceContext)
  if (!shared) throw new Error('useWorkspace outside of a workspace')
  return shared
}
