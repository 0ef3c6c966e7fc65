import { Anchor, Button, Group } from '@mantine/core'
import { IconCheck, IconPencil, IconPrinter, IconShare } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { useMay } from '../../api/project'
import type { Report } from '../../api/reports'
import { useScope } from '../../api/scope'
import { flag, useParam } from '../../url/params'
import { ReportMenu } from './list/ReportMenu'
import { ModeMenu } from './ModeMenu'
import classes from './Report.module.css'
import { reportPath, reportsPath } from './reportPath'

const ShareDialog = lazy(() => import('./share/ShareDialog'))

/** What can be done with the report that is open. */
export function ReportBar(props: {
  report: Report
  editing: boolean
  setEditing: (on: boolean) => void
  print: () => void
}) {
  const { report, editing, setEditing, print } = props
  const scope = useScope()
  const may = useMay()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const [sharing, setSharing] = useParam('share', flag)
  const list = { pathname: reportsPath(scope), search: reportPath(scope, report.id, params).search }
  return (
    <div className={classes.bar}>
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Anchor component={Link} to={list} size="sm" style={{ whiteSpace: 'nowrap' }}>
          All reports
        </Anchor>
        <ModeMenu report={report} />
      </Group>
      <Group gap={6} wrap="nowrap">
        {may.edit && (
          <Button
            size="compact-md"
            variant={editing ? 'filled' : 'default'}
            leftSection={editing ? <IconCheck size={16} /> : <IconPencil size={16} />}
            onClick={() => setEditing(!editing)}
          >
            {editing ? 'Done' : 'Edit'}
          </Button>
        )}
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconShare size={16} />}
          onClick={() => setSharing(true)}
        >
          Share
        </Button>
        <Button
          size="compact-md"
          variant="default"
          visibleFrom="sm"
          leftSection={<IconPrinter size={16} />}
          onClick={print}
        >
          Print
        </Button>
        <ReportMenu report={report} afterDelete={() => navigate(list)} />
      </Group>
      {sharing && (
        <Suspense>
          <ShareDialog report={report} close={() => setSharing(false, { replace: true })} />
        </Suspense>
      )}
    </div>
  )
}
