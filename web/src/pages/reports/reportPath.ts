import type { Scope } from '../../api/scope'

/** Where a report's page is; the moment that one looks at is kept. */
export function reportPath(scope: Scope, report: string, now?: URLSearchParams): { pathname: string; search: string } {
  const kept = new URLSearchParams()
  const asOf = now?.get('as_of') ?? scope.asOf
  if (asOf) kept.set('as_of', asOf)
  return { pathname: `${reportsPath(scope)}/${encodeURIComponent(report)}`, search: kept.toString() }
}

export const reportsPath = (scope: Scope) => `/${scope.entity}/${encodeURIComponent(scope.project)}/reports`
