import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { showProblem } from './change'
import { type Api, api } from './client'
import type { When } from './when'

/** What the server state outside of projects is filed under. */
export type Topic = 'projects' | 'activity' | 'teams' | 'users' | 'settings' | 'keys' | 'trash' | 'audit' | 'admin'

export const everywhere = (w: When, topic: Topic, ...rest: unknown[]) => ['everywhere', topic, w.asOf ?? 'now', ...rest]

/** Makes what is known of topics stale, and what is shown of them read anew. */
export function staleEverywhere(queries: QueryClient, topics: Iterable<Topic>): Promise<unknown> {
  return Promise.all([...topics].map((topic) => queries.invalidateQueries({ queryKey: ['everywhere', topic, 'now'] })))
}

/** A change of what is of no project; like useChange. */
export function useChangeEverywhere<In, Out>(
  change: (now: Api, input: In) => Promise<Out>,
  touches: Topic[],
  options: { quiet?: boolean; done?: (out: Out, input: In) => void } = {},
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: In) => change(api, input),
    onSuccess: (out, input) => {
      void staleEverywhere(queries, new Set<Topic>([...touches, 'audit']))
      options.done?.(out, input)
    },
    onError: (error) => {
      if (!options.quiet) showProblem(error)
    },
  })
}
