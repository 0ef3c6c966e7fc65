import type { Key } from './keys'

// Keys that components handle themselves: only listed, in the sheet, while such a component is there.

export const runListKeys: readonly Key[] = [
  { stroke: '↑ ↓', does: 'List of runs: from run to run' },
  { stroke: 'Space', does: 'List of runs: show or hide the run' },
  { stroke: 'F2', does: 'List of runs: rename the run' },
  { stroke: 'Delete', does: 'List of runs: delete the run' },
  { stroke: 'Shift+F10', does: 'List of runs: menu of the run' },
]

export const gridKeys: readonly Key[] = [
  { stroke: '← ↑ ↓ →', does: 'Table: from cell to cell; also Home, End, Page Up and Down' },
  { stroke: 'Enter', does: 'Table: open the run or the group; on a heading, sort (with Shift, too)' },
  { stroke: 'Space', does: 'Table: choose the run (with Shift, all since the last)' },
  { stroke: 'mod+a', does: 'Table: choose all that match; Escape chooses none' },
  { stroke: 'F2', does: 'Table: edit the name, the tags, the notes' },
  { stroke: 'v', does: 'Table: show all of a value' },
  { stroke: 'alt+↓', does: 'Table: on a heading, its menu; Alt-← and Alt-→ move the column' },
]

export const chartKeys: readonly Key[] = [
  { stroke: '← →', does: 'Chart: from point to point' },
  { stroke: '↑ ↓', does: 'Chart: from line to line' },
  { stroke: 'Shift+← →, Enter', does: 'Chart: select a range, zoom into it' },
  { stroke: 'Escape', does: 'Chart: zoom out' },
]

export const undoKeys: readonly Key[] = [
  { stroke: 'mod+z', does: 'Undo' },
  { stroke: 'mod+shift+z', does: 'Redo' },
]

export const dragKeys: readonly Key[] = [
  { stroke: 'Space, ← ↑ ↓ →', does: 'Handle of a panel or section: take it, move it; Space again drops it' },
]

export const consoleKeys: readonly Key[] = [
  { stroke: '↑ ↓ PageUp PageDown', does: 'Console: scroll; End follows the output' },
]
