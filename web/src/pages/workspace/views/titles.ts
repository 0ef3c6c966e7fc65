import type { Schemas } from '../../../api/client'

type Of = Pick<Schemas['WorkspaceSummary'], 'name' | 'owner' | 'own'>

/** What a workspace is called: "My workspace", "ann’s workspace", or a saved view's name. */
export function titleOf(w: Of, reader: string | undefined): string {
  if (!w.own) return w.name || 'A view without a name'
  return w.owner === reader ? 'My workspace' : `${w.owner}’s workspace`
}
