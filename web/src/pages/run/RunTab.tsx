import { lazy, Suspense } from 'react'
import type { OneRun } from '../../api/run'
import { Broken } from '../../ui/Broken'
import { Empty } from '../../ui/Empty'
import { Waiting } from '../../ui/Waiting'

// Each tab is loaded when it's opened first.
const Charts = lazy(() => import('./charts/Charts'))
const Values = lazy(() => import('./values/Values'))
const Console = lazy(() => import('./console/Console'))
const System = lazy(() => import('./system/System'))
const Files = lazy(() => import('./files/Files'))
const Code = lazy(() => import('./code/Code'))
const Alerts = lazy(() => import('./alerts/Alerts'))
const RunAudit = lazy(() => import('./audit/RunAudit'))
const Related = lazy(() => import('./related/Related'))

/** What a tab shows. One that breaks leaves the others and the header alone. */
export function RunTab({ tab, one }: { tab: string; one: OneRun }) {
  return (
    <Broken what="This tab" resetKey={tab}>
      <Suspense fallback={<Waiting />}>
        <Content tab={tab} one={one} />
      </Suspense>
    </Broken>
  )
}

function Content({ tab, one }: { tab: string; one: OneRun }) {
  const { id } = one.row
  switch (tab) {
    case 'charts':
      return <Charts one={one} />
    case 'config':
    case 'summary':
      return <Values key={tab} one={one} part={tab} />
    case 'console':
      return <Console run={id} />
    case 'system':
      return <System one={one} />
    case 'files':
      return <Files run={id} />
    case 'code':
      return <Code one={one} />
    case 'alerts':
      return <Alerts run={id} />
    case 'audit':
      return <RunAudit one={one} />
    case 'related':
      return <Related one={one} />
    default:
      return <Empty title="A run has no such tab">The tabs above lead on.</Empty>
  }
}
