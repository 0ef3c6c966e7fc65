import type { Section } from '../../../api/workspace'
import { count } from '../../../ui/numbers'
import { useNotifyUndo } from '../../../undo/useNotifyUndo'
import { useWorkspace } from '../WorkspaceContext'

/** Deletes a section with its panels at once, and offers to undo it: nothing is lost, so nothing is asked. */
export function useDeleteSection(section: Section): () => void {
  const { arrange } = useWorkspace()
  const notifyUndo = useNotifyUndo()
  return () => {
    const n = section.panel_count
    const what = n > 0 ? ` with ${count(n)} ${n === 1 ? 'panel' : 'panels'}` : ''
    arrange({ do: 'delete-section', section: section.id }).then(
      ({ action }) => notifyUndo(`Section ${section.title}${what} deleted.`, action),
      () => {}, // shown by arrange
    )
  }
}
