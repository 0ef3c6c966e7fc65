import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Refused } from './Refused'
import { Waiting } from './Waiting'

/** Shows what a query answered; or that it's on its way, or why it isn't there. */
export function Answer<T>(props: {
  of: UseQueryResult<T>
  what?: string
  height?: number | string
  children: (data: T) => ReactNode
}) {
  const { of, what, height, children } = props
  if (of.data !== undefined) return <>{children(of.data)}</>
  if (of.isError) return <Refused error={of.error} again={() => void of.refetch()} />
  return <Waiting what={what} height={height} />
}
