import { Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { absolute, relative } from './times'

/** A time as people say it ("3 min ago"), and exactly when pointed at or focused. */
export function Moment({ at }: { at?: string | null }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const t = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(t)
  }, [])
  if (!at) return <span>never</span>
  return (
    <Tooltip label={absolute(at)} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={at}>{relative(at, now)}</time>
    </Tooltip>
  )
}
