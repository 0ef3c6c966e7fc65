import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { useParams } from 'react-router'
import { asProblem } from '../../api/problem'
import { useMay } from '../../api/project'
import { type Report as ReportOf, reportQuery } from '../../api/reports'
import { useScope } from '../../api/scope'
import { Answer } from '../../ui/Answer'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import { flag, useParam } from '../../url/params'
import { BlockView } from './blocks/BlockView'
import { PrintingContext } from './blocks/printing'
import { Comments } from './comments/Comments'
import './print.css'
import classes from './Report.module.css'
import { ReportBar } from './ReportBar'
import { ReportHead } from './ReportHead'
import { usePrinting } from './usePrinting'

const Editor = lazy(() => import('./edit/Editor'))

/** A report: one reads it, and edits it in place. */
export default function Report() {
  const { report = '' } = useParams()
  const query = useQuery(reportQuery(useScope(), report))
  // Who may no longer read it doesn't go on seeing it, and a deleted one is gone.
  if (query.isError && [403, 404].includes(asProblem(query.error).status)) return <Refused error={query.error} />
  return (
    <Answer of={query} what="Opening the report">
      {(r) => <Opened key={r.id} report={r} />}
    </Answer>
  )
}

function Opened({ report }: { report: ReportOf }) {
  const may = useMay()
  const [edit, setEdit] = useParam('edit', flag)
  const [printing, print] = usePrinting()
  const editing = edit && may.edit
  useEffect(() => {
    const before = document.title
    document.title = `${report.title} · runledger`
    return () => {
      document.title = before
    }
  }, [report.title])
  const blocks = report.blocks ?? []
  return (
    <PrintingContext value={printing}>
      <div className={classes.page}>
        <ReportBar report={report} editing={editing} setEditing={(on) => setEdit(on)} print={print} />
        <article
          className={classes.report}
          data-report-page={report.id}
          data-mode={report.mode}
          aria-label={report.title}
        >
          <ReportHead report={report} editing={editing} />
          {editing ? (
            <Suspense fallback={<Waiting what="Opening the editor" />}>
              <Editor report={report} />
            </Suspense>
          ) : (
            <>
              {blocks.length === 0 && (
                <p className={classes.none}>
                  This report is empty. {may.edit ? 'Edit adds text, panels, runs and images to it.' : ''}
                </p>
              )}
              {blocks.map((b) => (
                <section key={b.id} className={classes.block} data-block={b.id} data-kind={b.kind}>
                  <BlockView report={report} block={b} />
                </section>
              ))}
            </>
          )}
        </article>
        <Comments report={report} />
      </div>
    </PrintingContext>
  )
}
