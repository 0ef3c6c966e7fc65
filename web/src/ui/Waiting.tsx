import { Center, Loader, Text } from '@mantine/core'
import { useEffect, useState } from 'react'

/** Says that something is on its way, once it has taken 300 ms: what is quick doesn't flicker. */
export function Waiting({ what = 'Loading', height = 120 }: { what?: string; height?: number | string }) {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const t = setTimeout(() => setSlow(true), 300)
    return () => clearTimeout(t)
  }, [])
  return (
    <Center h={height} aria-busy="true">
      {slow && (
        <div role="status" style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
          <Loader size="sm" />
          <Text size="sm" c="var(--rl-quiet)">
            {what}…
          </Text>
        </div>
      )}
    </Center>
  )
}
