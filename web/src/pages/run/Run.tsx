import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { asProblem } from '../../api/problem'
import { runQuery } from '../../api/run'
import { useScope } from '../../api/scope'
import { Answer } from '../../ui/Answer'
import { DeletedRun } from './DeletedRun'
import { Header } from './header/Header'
import classes from './Run.module.css'
import { RunTab } from './RunTab'
import { RunTabs } from './RunTabs'

/** One run: what it is, and a tab for each kind of what it logged. */
export default function Run() {
  const { run = '', '*': rest = '' } = useParams()
  const scope = useScope()
  const known = useQuery(runQuery(scope, run))
  const name = known.data?.row.name
  useEffect(() => {
    const before = document.title
    if (name) document.title = `${name} · ${scope.project} · runledger`
    return () => {
      document.title = before
    }
  }, [name, scope])
  if (known.isError && asProblem(known.error).code === 'deleted') return <DeletedRun run={run} />
  const tab = rest.split('/')[0] || 'charts'
  return (
    <Answer of={known} what="Opening the run">
      {(one) => (
        <article className={classes.page} aria-label={`Run ${one.row.name}`}>
          <Header one={one} />
          <RunTabs run={run} tab={tab} />
          <div className={classes.body}>
            <RunTab tab={tab} one={one} />
          </div>
        </article>
      )}
    </Answer>
  )
}
