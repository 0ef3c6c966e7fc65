import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef } from 'react'
import { type Block, blockDataQuery, type Report, type ReportData } from '../../../api/reports'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { useInSight } from './useInSight'

/** Asks for what a block shows of the data while it's in sight; keeps its place free before. */
export function BlockData(props: {
  report: Report
  block: Block
  height: number
  children: (data: ReportData) => ReactNode
}) {
  const { report, block, height, children } = props
  const ref = useRef<HTMLDivElement>(null)
  const inSight = useInSight(ref)
  const query = useQuery({ ...blockDataQuery(useScope(), report, block), enabled: inSight })
  return (
    <div ref={ref} style={{ minHeight: query.data ? undefined : height }} data-content={query.data?.content}>
      <Answer of={query} what="Reading the data" height={height}>
        {children}
      </Answer>
    </div>
  )
}
