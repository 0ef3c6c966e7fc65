import { useMemo } from 'react'
import { readCsv } from './csv'
import classes from './Files.module.css'

const most = 1000 // rows
const wide = 60 // columns

/** The beginning of a table. */
export function CsvTable({ text, separator }: { text: string; separator: string }) {
  const rows = useMemo(() => readCsv(text, separator, most + 1), [text, separator])
  const [head = [], ...body] = rows
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            {head.slice(0, wide).map((cell, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have nothing but their place
              <th key={i} scope="col" title={cell}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing but their place
            <tr key={i}>
              {row.slice(0, wide).map((cell, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <td key={j} title={cell}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {(body.length >= most || head.length > wide) && (
        <div className={classes.note}>
          At most {most} rows and {wide} columns are shown.
        </div>
      )}
    </>
  )
}
