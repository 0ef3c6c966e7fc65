import { Text } from '@mantine/core'
import { useDebouncedValue, useElementSize } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { body } from '../../api/client'
import { keyOf, type Scope, useScope } from '../../api/scope'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import { PanelView } from '../PanelView'
import { type Draft, missing } from './draft'
import classes from './Preview.module.css'

const pause = 250 // ms after the last change

const previewQuery = (s: Scope, workspace: string, draft: Draft) => ({
  queryKey: keyOf(s, 'panel-data', 'preview', workspace, draft),
  placeholderData: keepPreviousData,
  retry: false,
  gcTime: 10_000,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    body(
      s.api.POST('/api/v1/projects/{entity}/{project}/workspaces/{workspace}/panels:preview', {
        params: { path: { ...s.path, workspace } },
        body: draft,
        signal,
      }),
    ),
})

/** What the panel would show. Nothing is stored for that. */
export function Preview({ workspace, draft, title }: { workspace: string; draft: Draft; title: string }) {
  const scope = useScope()
  const [settled] = useDebouncedValue(draft, pause)
  const needs = Object.values(missing(settled))
  const query = useQuery({ ...previewQuery(scope, workspace, settled), enabled: needs.length === 0 })
  const { ref, height } = useElementSize()
  return (
    <section className={classes.preview} aria-label="Preview" data-waiting={query.isFetching || undefined}>
      <h3 className={classes.title} title={title}>
        {title || 'Preview'}
      </h3>
      <div ref={ref} className={classes.body}>
        {needs.length > 0 ? (
          <Text size="sm" c="var(--rl-quiet)" ta="center" pt="xl">
            {needs.join('. ')}.
          </Text>
        ) : query.isError ? (
          <Refused error={query.error} />
        ) : query.data ? (
          <PanelView data={query.data} height={Math.max(160, height)} />
        ) : (
          <Waiting height={200} what="Making a preview" />
        )}
      </div>
    </section>
  )
}
