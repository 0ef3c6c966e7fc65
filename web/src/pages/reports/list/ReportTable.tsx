import { Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconMessage } from '@tabler/icons-react'
import { Link, useSearchParams } from 'react-router'
import type { ReportSummary } from '../../../api/reports'
import { useScope } from '../../../api/scope'
import { Moment } from '../../../ui/Moment'
import { ModeBadge } from '../ModeBadge'
import classes from '../Reports.module.css'
import { editedAt, type Sort } from '../reportList'
import { reportPath } from '../reportPath'
import { ReportMenu } from './ReportMenu'

const heads: [Sort, string, boolean][] = [
  ['title', 'Title', false],
  ['author', 'Author', true],
  ['edited', 'Edited', false],
  ['created', 'Created', true],
]

/** Reports, a row each. */
export function ReportTable(props: {
  reports: ReportSummary[]
  sort: Sort
  reversed: boolean
  onSort: (by: Sort) => void
  searched: string
}) {
  const { reports, sort, reversed, onSort, searched } = props
  if (reports.length === 0) return <Text c="var(--rl-quiet)">No report has “{searched}” in its title or author.</Text>
  const Arrow = (sort === 'edited' || sort === 'created') === reversed ? IconArrowUp : IconArrowDown
  return (
    <table className={classes.table} aria-label="Reports">
      <thead>
        <tr>
          {heads.map(([by, name, wide]) => (
            <th
              key={by}
              scope="col"
              className={wide ? classes.wide : undefined}
              aria-sort={by !== sort ? undefined : Arrow === IconArrowUp ? 'ascending' : 'descending'}
            >
              <button type="button" className={classes.sort} onClick={() => onSort(by)}>
                {name}
                {by === sort && <Arrow size={14} aria-hidden />}
              </button>
            </th>
          ))}
          <th scope="col" className={classes.wide}>
            Data
          </th>
          <th scope="col" aria-label="Actions" />
        </tr>
      </thead>
      <tbody>
        {reports.map((r) => (
          <Row key={r.id} report={r} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ report }: { report: ReportSummary }) {
  const scope = useScope()
  const [params] = useSearchParams()
  return (
    <tr data-report={report.id}>
      <td className={classes.title}>
        <Link className={classes.link} to={reportPath(scope, report.id, params)}>
          {report.title}
        </Link>
        <span className={classes.narrow}>
          {report.author} · edited <Moment at={editedAt(report)} />
        </span>
        {report.description && <span className={classes.description}>{report.description}</span>}
      </td>
      <td className={classes.wide}>{report.author}</td>
      <td className={classes.wide}>
        <Moment at={editedAt(report)} />
      </td>
      <td className={classes.wide}>
        <Moment at={report.created} />
      </td>
      <td className={classes.wide}>
        <ModeBadge mode={report.mode} />
      </td>
      <td style={{ textAlign: 'right' }}>
        <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
          {report.comment_count > 0 && (
            <span className={classes.quiet} title={`${report.comment_count} comments`}>
              <IconMessage size={14} aria-label="Comments:" style={{ verticalAlign: -2 }} /> {report.comment_count}
            </span>
          )}
          <ReportMenu report={report} />
        </span>
      </td>
    </tr>
  )
}
