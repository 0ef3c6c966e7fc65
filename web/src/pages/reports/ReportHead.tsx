import { Text, VisuallyHidden } from '@mantine/core'
import { Link } from 'react-router'
import type { Report } from '../../api/reports'
import { useScope } from '../../api/scope'
import { Moment } from '../../ui/Moment'
import { EditableLine } from './edit/EditableLine'
import classes from './Report.module.css'

/** Title, what it's about, who wrote it and when. */
export function ReportHead({ report, editing }: { report: Report; editing: boolean }) {
  const scope = useScope()
  const from = report.from_section
  return (
    <header className={classes.head}>
      {editing ? (
        <>
          <VisuallyHidden component="h1">Editing {report.title}</VisuallyHidden>
          <EditableLine report={report} field="title" />
          <EditableLine report={report} field="description" />
        </>
      ) : (
        <>
          <h1 className={classes.title}>{report.title}</h1>
          {report.description && <p className={classes.description}>{report.description}</p>}
        </>
      )}
      <Text size="sm" c="var(--rl-quiet)" component="p" className={classes.byline}>
        By {report.author}, <Moment at={report.created} />
        {report.changed && report.changed !== report.created && (
          <>
            {' '}
            · edited{report.changed_by && report.changed_by !== report.author ? ` by ${report.changed_by}` : ''}{' '}
            <Moment at={report.changed} />
          </>
        )}
        {from && (
          <>
            {' '}
            · from a{' '}
            <Link
              to={`/${scope.entity}/${encodeURIComponent(scope.project)}/workspace?workspace=${encodeURIComponent(from.workspace)}`}
            >
              section of a workspace
            </Link>
          </>
        )}
      </Text>
    </header>
  )
}
