import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api, body } from '../api/client'
import { staleEverywhere } from '../api/everywhere'
import { noticeOf } from '../undo/notice'

type Done = { action?: number; repeated?: boolean }

/** The project that an action was in; none: users, keys, teams, settings. */
export type Place = { entity: string; project: string } | undefined

/** Undoes an action, or redoes it if it was an undo. */
export function undoAction(place: Place, action: number) {
  const what = { body: { action } }
  return place
    ? body(api.POST('/api/v1/projects/{entity}/{project}/undo', { params: { path: place }, ...what }))
    : body(api.POST('/api/v1/undo', what))
}

const everything = ['projects', 'activity', 'teams', 'users', 'settings', 'keys', 'trash', 'audit', 'admin'] as const

/** Makes everything that is shown stale: an undo may touch anything. */
export function useEverythingStale() {
  const queries = useQueryClient()
  return useCallback(async () => {
    await Promise.all([staleEverywhere(queries, everything), queries.invalidateQueries({ queryKey: ['project'] })])
  }, [queries])
}

/** Says that something was done, with a button that undoes it. Use: const offer = useOfferUndo() */
export function useOfferUndo() {
  const refresh = useEverythingStale()
  return useCallback(
    (title: string, place: Place, done: Done, undone?: () => void) => {
      if (!done.action) {
        notifications.show({ message: title })
        return
      }
      const { action } = done
      noticeOf(title, `done-${action}`, async () => {
        await undoAction(place, action)
        await refresh()
        undone?.()
        notifications.show({ message: `Undone: ${title}` })
      })
    },
    [refresh],
  )
}
