import { notifications } from '@mantine/notifications'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { asProblem } from './problem'
import { type Noun, type Scope, useNow } from './scope'

/** Nouns that each change touches. */
const always: Noun[] = ['audit', 'undo']

/** Makes what is known of nouns of a project stale, at any moment, and what is shown of them read anew. */
export function stale(queries: QueryClient, s: Scope, nouns: Iterable<Noun>): Promise<unknown> {
  return Promise.all(
    [...nouns].map((noun) =>
      queries.invalidateQueries({ queryKey: ['project', `${s.entity}/${s.project}`, noun, 'now'] }),
    ),
  )
}

/** Says what went wrong, and what to do. */
export function showProblem(error: unknown): void {
  const p = asProblem(error)
  notifications.show({
    color: 'red',
    title: p.detail,
    message: [p.hint, ...p.errors.map((e) => [e.location, e.message].filter(Boolean).join(': '))]
      .filter(Boolean)
      .join(' '),
    autoClose: 10_000,
    withCloseButton: true,
  })
}

/**
 * A change of the project: `change` makes it, then the nouns are read anew. A refusal is
 * shown as a notification unless `quiet`; mutateAsync throws it as well.
 */
export function useChange<In, Out>(
  change: (now: Scope, input: In) => Promise<Out>,
  touches: Noun[],
  options: { quiet?: boolean; done?: (out: Out, input: In) => void } = {},
) {
  const now = useNow()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: In) => change(now, input),
    onSuccess: (out, input) => {
      void stale(queries, now, new Set([...touches, ...always]))
      options.done?.(out, input)
    },
    onError: (error) => {
      if (!options.quiet) showProblem(error)
    },
  })
}
