import { useMemo } from 'react'
import type { OneRun } from '../../../api/run'
import { comparedPlaces } from './difference'
import { Kin } from './Kin'
import { kinOf } from './kinships'
import { Nearest } from './Nearest'

const mostPlaces = 80

/** Other runs that have to do with this one. */
export default function Related({ one }: { one: OneRun }) {
  const places = useMemo(() => comparedPlaces(one.config, mostPlaces), [one.config])
  return (
    <>
      {kinOf(one.row).map((k) => (
        <Kin key={k.title} title={k.title} filter={k.filter} one={one} places={places} />
      ))}
      <Nearest one={one} places={places} />
    </>
  )
}
