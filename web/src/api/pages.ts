import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'

/** The next page's cursor, as infinite queries want it. */
export const nextCursor = (page: { next_cursor?: string }) => page.next_cursor || undefined

/** What all pages that are here list. */
export function useListed<Page, One>(data: InfiniteData<Page> | undefined, of: (page: Page) => One[] | null): One[] {
  return useMemo(() => data?.pages.flatMap((p) => of(p) ?? []) ?? [], [data, of])
}

/** Reads page after page: for lists that are searched and sorted here. */
export function useEveryPage<T>(list: UseInfiniteQueryResult<T>): void {
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = list
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage])
}
