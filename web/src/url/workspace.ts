import { text, useParam } from './params'

const workspaceParam = text('me')

/** Whose workspace the page shows: "me", "user-NAME" or a saved view's id; ?workspace=. */
export function useWorkspaceId() {
  return useParam('workspace', workspaceParam)
}
