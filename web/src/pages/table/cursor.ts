/** The cell that the keyboard works on. Line −1 are the headings; columns count from 1. */
export type Cursor = { line: number; column: number }

export type Extent = { lines: number; columns: number /** Lines that are seen at once. */; page: number }

/** Where a key leads, if it moves the cursor. */
export function moved(c: Cursor, key: string, ctrl: boolean, e: Extent): Cursor | undefined {
  const line = (n: number) => Math.max(-1, Math.min(e.lines - 1, n))
  switch (key) {
    case 'ArrowUp':
      return { ...c, line: line(ctrl ? -1 : c.line - 1) }
    case 'ArrowDown':
      return { ...c, line: line(ctrl ? e.lines - 1 : c.line + 1) }
    case 'ArrowLeft':
      return { ...c, column: ctrl ? 1 : Math.max(1, c.column - 1) }
    case 'ArrowRight':
      return { ...c, column: ctrl ? e.columns : Math.min(e.columns, c.column + 1) }
    case 'PageUp':
      return { ...c, line: Math.max(0, line(c.line - e.page)) }
    case 'PageDown':
      return { ...c, line: line(c.line + e.page) }
    case 'Home':
      return ctrl ? { line: -1, column: 1 } : { ...c, column: 1 }
    case 'End':
      return ctrl ? { line: e.lines - 1, column: e.columns } : { ...c, column: e.columns }
    default:
      return undefined
  }
}
