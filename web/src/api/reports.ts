import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { address } from './address'
import { body, type Schemas } from './client'
import { keyOf, type Scope } from './scope'

export type ReportSummary = Schemas['ReportSummary']
export type Report = Schemas['Report']
export type Block = Schemas['ReportBlock']
export type BlockContent = Schemas['ReportBlockContent']
export type NewBlock = Schemas['ReportNewBlock']
export type RunSet = Schemas['ReportRunSet']
export type ReportData = Schemas['ReportData']
export type BlockAnswer = Schemas['ReportAnswer']
export type ReportComment = Schemas['ReportComment']
export type Share = Schemas['ReportShare']

const all = '/api/v1/projects/{entity}/{project}/reports'
const one = `${all}/{report}` as const

type Page = { next_cursor?: string }

/** All pages of a list that is short enough to be read whole. */
async function everyPage<T extends Page>(read: (cursor: string | undefined) => Promise<T>): Promise<T[]> {
  const pages: T[] = []
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    pages.push(page)
    cursor = page.next_cursor || undefined
  } while (cursor && pages.length < 20)
  return pages
}

/** All reports of the project, in the order in which they were made. */
export const reportsQuery = (s: Scope) =>
  queryOptions({
    queryKey: keyOf(s, 'reports', 'list'),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const pages = await everyPage((cursor) =>
        body(s.api.GET(all, { params: { path: s.path, query: { limit: 1000, cursor } }, signal })),
      )
      return pages.flatMap((p) => p.reports ?? [])
    },
  })

/** A report with its blocks, without what they show of the data. */
export const reportQuery = (s: Scope, report: string) =>
  queryOptions({
    queryKey: keyOf(s, 'reports', 'one', report),
    queryFn: ({ signal }) => body(s.api.GET(one, { params: { path: { ...s.path, report } }, signal })),
  })

/**
 * What a block shows of the data. The answer of a snapshot never changes for a block's
 * version and a pin: it isn't read again, whatever happens in the project.
 */
export const blockDataQuery = (s: Scope, report: Report, block: Block) =>
  queryOptions({
    queryKey: report.pin
      ? [
          'project',
          `${s.entity}/${s.project}`,
          'snapshot',
          s.asOf ?? 'now',
          block.id,
          block.version,
          report.pin.content,
        ]
      : keyOf(s, 'panel-data', 'report', block.id, block.version),
    staleTime: report.pin ? Number.POSITIVE_INFINITY : undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        s.api.GET(`${one}/data`, {
          params: { path: { ...s.path, report: report.id }, query: { block: block.id } },
          signal,
        }),
      ),
  })

/** The comments on a report, the oldest first. */
export const commentsQuery = (s: Scope, report: string) =>
  queryOptions({
    queryKey: keyOf(s, 'reports', 'comments', report),
    queryFn: async ({ signal }) => {
      const pages = await everyPage((cursor) =>
        body(
          s.api.GET(`${one}/comments`, {
            params: { path: { ...s.path, report }, query: { limit: 1000, cursor } },
            signal,
          }),
        ),
      )
      return pages.flatMap((p) => p.comments ?? [])
    },
  })

/** The links that show the report to whoever has them. */
export const sharesQuery = (s: Scope, report: string) =>
  queryOptions({
    queryKey: keyOf(s, 'reports', 'shares', report),
    queryFn: async ({ signal }) =>
      (await body(s.api.GET(`${one}/share`, { params: { path: { ...s.path, report } }, signal }))).shares ?? [],
  })

const inProject = (s: Scope, rest: string) =>
  address(
    `api/v1/projects/${encodeURIComponent(s.entity)}/${encodeURIComponent(s.project)}/reports/${rest}`.concat(
      s.asOf ? `${rest.includes('?') ? '&' : '?'}as_of=${encodeURIComponent(s.asOf)}` : '',
    ),
  )

/** Where an image of a report is. */
export const imageAddress = (s: Scope, report: string, sha256: string) =>
  inProject(s, `${encodeURIComponent(report)}/images/${encodeURIComponent(sha256)}`)

/** Where a report is as a file. */
export const exportAddress = (s: Scope, report: string, format: 'markdown' | 'html') =>
  inProject(s, `${encodeURIComponent(report)}/export?format=${format}`)
