/** The first rows of comma or tab separated values; quoted cells may hold separators, quotes and line breaks. */
export function readCsv(text: string, separator: string, most: number): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let at = 0
  const endCell = () => {
    row.push(cell)
    cell = ''
  }
  const endRow = () => {
    endCell()
    rows.push(row)
    row = []
  }
  while (at < text.length && rows.length < most) {
    const c = text[at] ?? ''
    if (c === '"' && cell === '') {
      const end = closing(text, at + 1)
      cell = text.slice(at + 1, end).replaceAll('""', '"')
      at = end + 1
      continue
    }
    if (c === separator) endCell()
    else if (c === '\n') endRow()
    else if (c !== '\r') cell += c
    at++
  }
  if (rows.length < most && (cell !== '' || row.length > 0)) endRow()
  return rows
}

/** Where the quote that closes a cell is. */
function closing(text: string, from: number): number {
  for (let i = text.indexOf('"', from); i >= 0; i = text.indexOf('"', i + 2)) if (text[i + 1] !== '"') return i
  return text.length
}
