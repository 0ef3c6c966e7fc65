import { useEffect, useState } from 'react'
import { useScope } from '../../../api/scope'
import { duration } from '../../../ui/times'
import type { HeaderRow } from './row'
import { isActive } from './states'

/** How long it has trained, ticking while it does. */
export function Duration({ row }: { row: HeaderRow }) {
  const scope = useScope()
  const ticks = isActive(row.state) && !scope.asOf
  const seconds = Number(row.seconds ?? 0)
  // The answer's seconds are of the moment it came.
  const [since, setSince] = useState({ seconds, at: Date.now() })
  if (since.seconds !== seconds) setSince({ seconds, at: Date.now() })
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!ticks) return
    const t = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(t)
  }, [ticks])
  const shown = seconds + (ticks ? Math.max(0, now - since.at) / 1000 : 0)
  return <span data-duration={shown}>{duration(ticks ? Math.floor(shown) : shown)}</span>
}
