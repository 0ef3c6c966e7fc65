import { useCallback } from 'react'
import { useSearchParams } from 'react-router'
import { useScope } from '../api/scope'

/** Where a run's page is: at the same moment, if that is of the past. */
export function useRunLink(): (run: string) => string {
  const { entity, project } = useScope()
  const [params] = useSearchParams()
  const asOf = params.get('as_of')
  return useCallback(
    (run) =>
      `/${encodeURIComponent(entity)}/${encodeURIComponent(project)}/runs/${encodeURIComponent(run)}${asOf ? `?as_of=${encodeURIComponent(asOf)}` : ''}`,
    [entity, project, asOf],
  )
}
