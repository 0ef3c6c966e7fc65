import { useMemo } from 'react'
import { useMay } from '../../../api/project'
import type { OneRun } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { AuditList } from '../../audit/AuditList'

/** Who did what to this run, newest first. */
export default function RunAudit({ one }: { one: OneRun }) {
  const scope = useScope()
  const may = useMay()
  const filter = useMemo(() => ({ run: one.row.number }), [one.row.number])
  return (
    <div style={{ height: '100%', paddingTop: 10 }}>
      <AuditList scope={scope} filter={filter} mayUndo={may.edit} />
    </div>
  )
}
