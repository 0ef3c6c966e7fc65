import type { Audience, Privacy } from '../../api/projects'

/** A usual answer to who may view a project, and who may submit runs. */
export type Level = { name: Privacy; title: string; view: Audience; submit: Audience; says: string }

/** As the server has them: catalog/levels.go. The only member of a personal entity is its user. */
export const levels: Level[] = [
  {
    name: 'private',
    title: 'Private',
    view: 'members',
    submit: 'members',
    says: 'Only you, and whom you invite, may see it and log runs.',
  },
  {
    name: 'team',
    title: 'Team',
    view: 'members',
    submit: 'members',
    says: 'The team’s members may see it and log runs; nobody else knows of it.',
  },
  {
    name: 'restricted',
    title: 'Restricted',
    view: 'invited',
    submit: 'invited',
    says: 'Only people who were invited to this project may see it and log runs.',
  },
  {
    name: 'public',
    title: 'Public',
    view: 'everyone',
    submit: 'members',
    says: 'Everybody with an account may see it; members log runs.',
  },
  {
    name: 'open',
    title: 'Open',
    view: 'everyone',
    submit: 'everyone',
    says: 'Everybody with an account may see it and log runs of their own.',
  },
]

/** The level with these two settings, among those that can be chosen here. */
export function levelOf(view: Audience, submit: Audience, among: readonly string[]): Privacy {
  return levels.find((l) => among.includes(l.name) && l.view === view && l.submit === submit)?.name ?? 'custom'
}

/** What a project's privacy means, in a sentence. */
export function sentenceOf(privacy: Privacy): string {
  return levels.find((l) => l.name === privacy)?.says ?? 'Who may view and who may submit runs were set one by one.'
}

export const titleOf = (privacy: Privacy) => levels.find((l) => l.name === privacy)?.title ?? 'Custom'

/** Levels that projects of an entity can have. */
export const levelsOf = (personal: boolean) => levels.filter((l) => l.name !== (personal ? 'team' : 'private'))

export const audiences: { value: Audience; label: string }[] = [
  { value: 'invited', label: 'People who were invited' },
  { value: 'members', label: 'Members' },
  { value: 'everyone', label: 'Everybody with an account' },
]
