import { createContext, useContext, useMemo } from 'react'
import { type Api, apiAsOf } from './client'

/** A project at a moment: what a page below /{entity}/{project} reads. */
export type Scope = {
  entity: string
  project: string
  /** A time or a position of the past; undefined: now. */
  asOf?: string
  /** The API as of then. */
  api: Api
  /** For params.path of the API's routes. */
  path: { entity: string; project: string }
}

export function scopeOf(entity: string, project: string, asOf?: string): Scope {
  return { entity, project, asOf, api: apiAsOf(asOf), path: { entity, project } }
}

export const ScopeContext = createContext<Scope | null>(null)

/** The project that the page is about. Only below ProjectFrame. */
export function useScope(): Scope {
  const scope = useContext(ScopeContext)
  if (!scope) throw new Error('useScope outside of a project')
  return scope
}

/** The same project now, for changes and for what isn't time-travelled. */
export function useNow(): Scope {
  const { entity, project } = useScope()
  return useMemo(() => scopeOf(entity, project), [entity, project])
}

/**
 * What the server state of a project is filed under, by noun. Live changes and own changes
 * make whole nouns stale: see live/stale.ts.
 */
export type Noun =
  | 'project' // its settings, privacy, access
  | 'overview'
  | 'runs' // rows, pages of rows, groups, counts
  | 'run' // one run's row, config, summary
  | 'keys' // which keys there are
  | 'points' // charts, histories, system metrics
  | 'files' // and console lines
  | 'workspace' // with sections and panels
  | 'panel-data'
  | 'reports'
  | 'audit'
  | 'undo'
  | 'trash'

export const keyOf = (s: Scope, noun: Noun, ...rest: unknown[]) => [
  'project',
  `${s.entity}/${s.project}`,
  noun,
  s.asOf ?? 'now',
  ...rest,
]
