import { VisuallyHidden } from '@mantine/core'

/** As many rows as are read out. */
const most = 200

/** What a picture shows, as a table for who doesn't see it. */
export function FigureTable(props: { caption: string; columns: string[]; rows: (string | number)[][] }) {
  const { caption, columns, rows } = props
  return (
    <VisuallyHidden>
      <table>
        <caption>
          {caption}
          {rows.length > most ? ` (the first ${most} of ${rows.length})` : ''}
        </caption>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c} scope="col">
                {c}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and are drawn anew as a whole
            <tr key={i}>
              {row.map((cell, k) => (
                <td key={columns[k]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  )
}
