import { body } from './client'
import type { BlockContent, NewBlock } from './reports'
import type { Scope } from './scope'

// Changes of reports, for useChange. Each is one call and one action in the log.

const all = '/api/v1/projects/{entity}/{project}/reports'
const one = `${all}/{report}` as const

/** Where a block goes; neither: to the end. */
export type Place = { after?: string; before?: string }

/** Nothing happens, and 409 says so, if it isn't of this version any more. */
const ifStill = (version: number | undefined) => (version ? { header: { 'If-Match': `"${version}"` } } : {})

export const createReport = (s: Scope, x: { title: string; live: boolean }) =>
  body(s.api.POST(all, { params: { path: s.path }, body: x }))

export const editReport = (s: Scope, x: { report: string; title?: string; description?: string; version?: number }) =>
  body(
    s.api.PATCH(one, {
      params: { path: { ...s.path, report: x.report }, ...ifStill(x.version) },
      body: { title: x.title, description: x.description },
    }),
  )

export const deleteReport = (s: Scope, report: string) =>
  body(s.api.DELETE(one, { params: { path: { ...s.path, report } } }))

/** Makes a snapshot: of now, or of an earlier moment. */
export const pinReport = (s: Scope, x: { report: string; asOf?: string }) =>
  body(
    s.api.POST(`${one}/pin`, {
      params: { path: { ...s.path, report: x.report } },
      body: x.asOf ? { as_of: x.asOf } : {},
    }),
  )

export const unpinReport = (s: Scope, report: string) =>
  body(s.api.POST(`${one}/unpin`, { params: { path: { ...s.path, report } } }))

export const addBlock = (s: Scope, x: { report: string; block: NewBlock; place: Place }) =>
  body(
    s.api.POST(`${one}/blocks`, {
      params: { path: { ...s.path, report: x.report } },
      body: { ...x.block, ...x.place },
    }),
  )

export const editBlock = (s: Scope, x: { report: string; block: string; content: BlockContent; version?: number }) =>
  body(
    s.api.PATCH(`${one}/blocks/{block}`, {
      params: { path: { ...s.path, report: x.report, block: x.block }, ...ifStill(x.version) },
      body: x.content,
    }),
  )

export const moveBlock = (s: Scope, x: { report: string; block: string; place: Place }) =>
  body(
    s.api.POST(`${one}/blocks/{block}/move`, {
      params: { path: { ...s.path, report: x.report, block: x.block } },
      body: x.place,
    }),
  )

export const deleteBlock = (s: Scope, x: { report: string; block: string }) =>
  body(s.api.DELETE(`${one}/blocks/{block}`, { params: { path: { ...s.path, ...x } } }))

/** Adds an image block. What the file is, the server tells by its bytes. */
export const uploadImage = (s: Scope, x: { report: string; file: Blob; name: string; alt: string; place: Place }) =>
  body(
    s.api.POST(`${one}/images`, {
      params: { path: { ...s.path, report: x.report }, query: { name: x.name, alt: x.alt, ...x.place } },
      body: '',
      bodySerializer: () => x.file,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  )

export const addComment = (s: Scope, x: { report: string; text: string }) =>
  body(s.api.POST(`${one}/comments`, { params: { path: { ...s.path, report: x.report } }, body: { text: x.text } }))

export const editComment = (s: Scope, x: { report: string; comment: string; text: string; version: number }) =>
  body(
    s.api.PATCH(`${one}/comments/{comment}`, {
      params: { path: { ...s.path, report: x.report, comment: x.comment }, ...ifStill(x.version) },
      body: { text: x.text },
    }),
  )

export const deleteComment = (s: Scope, x: { report: string; comment: string }) =>
  body(s.api.DELETE(`${one}/comments/{comment}`, { params: { path: { ...s.path, ...x } } }))

/** Makes a link that shows the report to whoever has it. Its address is told this once. */
export const shareReport = (s: Scope, report: string) =>
  body(s.api.POST(`${one}/share`, { params: { path: { ...s.path, report } } }))

export const revokeShare = (s: Scope, x: { report: string; share: string }) =>
  body(s.api.DELETE(`${one}/share/{share}`, { params: { path: { ...s.path, ...x } } }))
