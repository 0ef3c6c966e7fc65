import type { Role } from '../../api/people'

/** What one can be in a team. */
export const roles: { name: Role; title: string; says: string }[] = [
  { name: 'viewer', title: 'Viewer', says: 'may look' },
  { name: 'member', title: 'Member', says: 'may log runs and edit' },
  { name: 'admin', title: 'Administrator', says: 'may change members and privacy, and delete projects' },
]

export const roleOf = (name: string): Role => roles.find((r) => r.name === name)?.name ?? 'member'
