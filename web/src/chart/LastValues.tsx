import classes from './chart.module.css'
import type { Line } from './frame'
import { oddities, valueText } from './tiptext'

const most = 20

/** The last values of the first lines, for who can't see them. */
export function LastValues({ lines }: { lines: Line[] }) {
  return (
    <div className={classes.hidden}>
      <table>
        <caption>Last values{lines.length > most && ` of the first ${most} of ${lines.length} lines`}</caption>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Last value</th>
            <th scope="col">Not finite</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, most).map((line) => (
            <tr key={line.key}>
              <th scope="row">{line.name}</th>
              <td>{line.x.length > 0 ? valueText(line, line.x.length - 1) : '–'}</td>
              <td>{line.x.length > 0 && oddities(line, line.x.length - 1).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
