import { useMemo } from 'react'
import { useMoment } from '../url/moment'
import { type Api, apiAsOf } from './client'

/** The moment that a page outside of projects shows. */
export type When = {
  /** A time or a position of the past; undefined: now. */
  asOf?: string
  api: Api
}

/** The moment of a page that is of no project: ?as_of=, or now. */
export function useWhen(): When {
  const [asOf] = useMoment()
  return useMemo(() => ({ asOf: asOf || undefined, api: apiAsOf(asOf || undefined) }), [asOf])
}
