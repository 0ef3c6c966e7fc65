import { queryOptions } from '@tanstack/react-query'
import { api, body } from '../api/client'
import { Problem } from '../api/problem'

/** Who is signed in; null: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => {
    try {
      return await body(api.GET('/api/v1/session'))
    } catch (e) {
      // 401: nobody; 404: it was a session that ended, or this server has none.
      if (e instanceof Problem && (e.status === 401 || e.status === 404)) return null
      throw e
    }
  },
})
