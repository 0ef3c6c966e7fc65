import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { api, body } from '../api/client'
import { projectsQuery } from '../api/projects'
import { keysQuery } from '../api/runs'
import { keyOf, scopeOf } from '../api/scope'
import { type Found, matching } from './commands'

const tabs = ['overview', 'workspace', 'table', 'reports', 'sweeps', 'artifacts', 'audit', 'trash']
/** Stands for the project where there is none: nothing is asked of it. */
const nowhere = scopeOf('', '')

const notEntities = ['settings', 'teams', 'administration', 'audit', 'trash']

/** The project that the address is in, if any. The palette stands outside of the project's frame. */
function useProjectOfAddress() {
  const { pathname } = useLocation()
  const [entity, project] = pathname.split('/').filter(Boolean).map(decodeURIComponent)
  return useMemo(
    () => (entity && project && !notEntities.includes(entity) ? scopeOf(entity, project) : undefined),
    [entity, project],
  )
}

/** What the palette finds for what was typed: commands at once, runs, metrics and projects as the server answers. */
export function useFound(typed: string): { found: Found[]; busy: boolean } {
  const navigate = useNavigate()
  const scope = useProjectOfAddress()
  const { setColorScheme } = useMantineColorScheme()
  const [asked] = useDebouncedValue(typed.trim(), 80)
  const home = scope && `/${scope.entity}/${encodeURIComponent(scope.project)}`

  const commands = useMemo<Found[]>(() => {
    const to = (label: string, path: string): Found => ({ id: path, kind: 'command', label, go: () => navigate(path) })
    return [
      ...(home ? tabs.map((t) => to(`Go to ${t}`, `${home}/${t}`)) : []),
      to('All projects', '/'),
      to('Settings', '/settings'),
      to('API keys', '/settings/keys'),
      to('Teams', '/teams'),
      ...(['light', 'dark', 'auto'] as const).map(
        (s): Found => ({ id: s, kind: 'command', label: `Colours: ${s}`, go: () => setColorScheme(s) }),
      ),
    ]
  }, [home, navigate, setColorScheme])

  const runs = useQuery({
    queryKey: keyOf(scope ?? nowhere, 'runs', 'palette', asked),
    enabled: scope !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.POST('/api/v1/projects/{entity}/{project}/runs:query', {
          params: { path: (scope ?? nowhere).path },
          body: { search: asked, limit: 8, columns: [] },
          signal,
        }),
      ),
  })
  const metrics = useQuery({
    ...keysQuery(scope ?? nowhere, ['metrics'], asked),
    enabled: scope !== undefined && asked !== '',
  })
  const projects = useInfiniteQuery(projectsQuery({ api }))

  const found = useMemo(() => {
    const out: Found[] = []
    for (const r of (home && runs.data?.runs) || []) {
      out.push({
        id: `run ${r.id}`,
        kind: 'run',
        label: r.name,
        hint: r.id,
        go: () => navigate(`${home}/runs/${encodeURIComponent(r.id)}`),
      })
    }
    for (const m of ((asked && metrics.data?.metrics) || []).slice(0, 8)) {
      out.push({
        id: `metric ${m.key}`,
        kind: 'metric',
        label: m.key,
        hint: `${m.runs} runs`,
        go: () => navigate(`${home}/workspace?q=${encodeURIComponent(m.key)}`),
      })
    }
    const others = (projects.data?.pages.flatMap((p) => p.projects ?? []) ?? []).map(
      (p): Found => ({
        id: `project ${p.entity}/${p.name}`,
        kind: 'project',
        label: p.name,
        hint: p.entity,
        go: () => navigate(`/${p.entity}/${encodeURIComponent(p.name)}`),
      }),
    )
    const first = matching(commands, typed)
    return typed
      ? [...first.slice(0, 4), ...out, ...matching(others, typed).slice(0, 6)]
      : [...first, ...others.slice(0, 6)]
  }, [typed, asked, commands, home, navigate, runs.data, metrics.data, projects.data])
  return { found, busy: runs.isFetching || metrics.isFetching }
}
