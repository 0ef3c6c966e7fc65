import { useMemo } from 'react'
import type { OneRun } from '../../../api/run'
import { comparedKeys } from './difference'
import { Kin } from './Kin'
import { kinOf } from './kinships'
import { Nearest } from './Nearest'

const mostKeys = 80

/** Other runs that have to do with this one. */
export default function Related({ one }: { one: OneRun }) {
  const keys = useMemo(() => comparedKeys(one.config, mostKeys), [one.config])
  return (
    <>
      {kinOf(one.row).map((k) => (
        <Kin key={k.title} title={k.title} filter={k.filter} one={one} keys={keys} />
      ))}
      <Nearest one={one} keys={keys} />
    </>
  )
}
