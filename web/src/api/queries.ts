import { QueryClient } from '@tanstack/react-query'
import { passing } from './problem'

/** The page's only store of what the server said. */
export function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000, // live changes make it stale earlier
        gcTime: 60_000,
        refetchOnWindowFocus: false, // the live stream says what changed meanwhile
        retry: (failures, error) => passing(error) && failures < 3,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 8_000),
      },
      mutations: { retry: false },
    },
  })
}
