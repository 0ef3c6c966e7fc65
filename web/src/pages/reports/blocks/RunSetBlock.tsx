import { Alert } from '@mantine/core'
import { Link } from 'react-router'
import type { Block, Report } from '../../../api/reports'
import { useScope } from '../../../api/scope'
import { runColour } from '../../../runs/colours'
import { faultOf } from '../panelData'
import classes from '../Report.module.css'
import { type RunTable, type RunTableRow, runTableOf } from '../runTable'
import { BlockData } from './BlockData'
import { Missing } from './PanelGridBlock'

/** A table of runs, or of groups of them. */
export function RunSetBlock({ report, block }: { report: Report; block: Block }) {
  return (
    <BlockData report={report} block={block} height={160}>
      {(data) => {
        const answer = data.payloads?.find((a) => a.block === block.id) ?? { block: block.id }
        const fault = faultOf(answer)
        const table = runTableOf(block.run_set, answer)
        if (fault || !table)
          return (
            <Alert color="yellow" title="These runs can’t be shown" role="alert">
              {fault?.detail ?? 'The answer can’t be read.'}
            </Alert>
          )
        return (
          <>
            <Table table={table} sha256={answer.sha256} />
            <Missing answer={answer} />
          </>
        )
      }}
    </BlockData>
  )
}

function Table({ table, sha256 }: { table: RunTable; sha256?: string }) {
  if (table.rows.length === 0) return <p className={classes.none}>No runs match.</p>
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Table of runs">
        <table className={classes.runs} data-sha256={sha256}>
          <thead>
            <tr>
              <th scope="col">{table.rows[0]?.run ? 'Run' : 'Group'}</th>
              {table.head.map((h) => (
                <th key={h.field} scope="col" title={h.field}>
                  {h.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((r) => (
              <Row key={r.key} row={r} head={table.head} />
            ))}
          </tbody>
        </table>
      </section>
      {table.note && <p className={classes.note}>{table.note}</p>}
    </>
  )
}

function Row({ row, head }: { row: RunTableRow; head: RunTable['head'] }) {
  const scope = useScope()
  return (
    <tr data-run={row.run}>
      <th scope="row">
        {row.run ? (
          <>
            <span className={classes.dot} style={{ background: runColour(row) }} aria-hidden />
            <Link to={`/${scope.entity}/${encodeURIComponent(scope.project)}/runs/${encodeURIComponent(row.run)}`}>
              {row.name}
            </Link>
            {row.state && row.state !== 'finished' && <span className={classes.state}> {row.state}</span>}
          </>
        ) : (
          row.name
        )}
      </th>
      {row.cells.map((c, i) => (
        <td key={head[i]?.field ?? i} title={c.exact} data-exact={c.exact} data-numeric={c.numeric || undefined}>
          {c.text}
        </td>
      ))}
    </tr>
  )
}
