import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
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

/** The runs of a workspace's run set, in its order, page by page. Columns: see RunsRequest. */
export const workspaceRunsQuery = (s: Scope, workspace: string, columns: string[], limit = 200) =>
  infiniteQueryOptions({
    queryKey: keyOf(s, 'runs', 'of workspace', workspace, columns, limit),
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      body(
        s.api.GET(`${at}/runs`, {
          params: {
            path: { ...s.path, workspace },
            query: { columns, limit, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
  })

/** What a panel shows. */
export const panelDataQuery = (s: Scope, workspace: string, panel: string) =>
  queryOptions({
    queryKey: keyOf(s, 'panel-data', workspace, panel),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(s.api.GET(`${at}/panels/{panel}/data`, { params: { path: { ...s.path, workspace, panel } }, signal })),
  })
