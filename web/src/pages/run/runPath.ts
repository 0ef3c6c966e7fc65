import type { Scope } from '../../api/scope'

/** The address of a run's page, or of a tab of it. */
export function runPath(s: Pick<Scope, 'entity' | 'project'>, run: string, tab = ''): string {
  return `/${s.entity}/${encodeURIComponent(s.project)}/runs/${encodeURIComponent(run)}${tab && `/${tab}`}`
}
