import { use } from 'react'
import { ScopeContext } from '../../api/scope'
import { GlobalAudit } from './GlobalAudit'
import { ProjectAudit } from './ProjectAudit'

/** The audit trail: of the project in the address, or of everything. */
export default function Audit() {
  const scope = use(ScopeContext)
  return scope ? <ProjectAudit scope={scope} /> : <GlobalAudit />
}
