import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { body, type Schemas } from './client'
import { keyOf, type Scope } from './scope'

export type Workspace = Schemas['WorkspaceOutputBody']
export type Section = Schemas['WorkspaceSection']
export type Panel = Schemas['WorkspacePanel']
export type PanelData = Schemas['WorkspaceData']
export type RunRow = Schemas['RunsRow']

const at = '/api/v1/projects/{entity}/{project}/workspaces/{workspace}'

/** A workspace with its sections and the panels of the pages that are shown. */
export const workspaceQuery = (s: Scope, workspace: string) =>
  queryOptions({
    queryKey: keyOf(s, 'workspace', workspace),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(s.api.GET(at, { params: { path: { ...s.path, workspace } }, signal })),
  })

/** What a panel shows. */
export const panelDataQuery = (s: Scope, workspace: string, panel: string) =>
  queryOptions({
    queryKey: keyOf(s, 'panel-data', workspace, panel),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(s.api.GET(`${at}/panels/{panel}/data`, { params: { path: { ...s.path, workspace, panel } }, signal })),
  })
