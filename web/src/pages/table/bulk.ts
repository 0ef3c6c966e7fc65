import { body, type Schemas } from '../../api/client'
import type { Scope } from '../../api/scope'

/** What can be done with many runs at once: one action, one undo. */
export type Batch =
  | { do: 'tag'; add: string[]; remove: string[] }
  | { do: 'delete' }
  | { do: 'stop' }
  | { do: 'move'; entity: string; project: string }

/** Which runs: these, or all of the project. */
export type Which = { runs: string[] } | { all: true }

export const mostAtOnce = 100_000 // runs, by the API

const at = '/api/v1/projects/{entity}/{project}'

export function doBatch(now: Scope, what: Batch, which: Which): Promise<Schemas['BatchDoneBody']> {
  const params = { path: now.path }
  switch (what.do) {
    case 'tag':
      return body(now.api.POST(`${at}/runs:tag`, { params, body: { ...which, add: what.add, remove: what.remove } }))
    case 'delete':
      return body(now.api.POST(`${at}/runs:delete`, { params, body: which }))
    case 'stop':
      return body(now.api.POST(`${at}/runs:stop`, { params, body: which }))
    case 'move':
      return body(
        now.api.POST(`${at}/runs:move`, { params, body: { ...which, entity: what.entity, project: what.project } }),
      )
  }
}

const runs = (n: number) => (n === 1 ? '1 run' : `${n.toLocaleString('en')} runs`)

/** What a batch did, in words. */
export function saidOf(what: Batch, n: number): string {
  switch (what.do) {
    case 'tag':
      return `Tags of ${runs(n)} changed`
    case 'delete':
      return `${runs(n)} moved to the trash`
    case 'stop':
      return `${runs(n)} asked to stop`
    case 'move':
      return `${runs(n)} moved to ${what.entity}/${what.project}`
  }
}
