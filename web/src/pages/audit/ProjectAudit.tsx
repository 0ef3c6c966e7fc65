import { useMay } from '../../api/project'
import type { Scope } from '../../api/scope'
import { PageBody } from '../PageBody'
import { AuditFilters } from './AuditFilters'
import { AuditList } from './AuditList'
import { useAuditFilter } from './useAuditFilter'

export function ProjectAudit({ scope }: { scope: Scope }) {
  const { filter, set, clear } = useAuditFilter()
  const may = useMay()
  return (
    <PageBody title="Audit trail" fill>
      <AuditFilters of={scope} filter={filter} set={set} clear={clear} />
      <AuditList scope={scope} filter={filter} mayUndo={may.edit || may.submit} />
    </PageBody>
  )
}
