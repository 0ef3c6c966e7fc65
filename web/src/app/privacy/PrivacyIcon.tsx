import { IconLock, IconLockCog, IconLockOpen, IconUsers, IconWorld } from '@tabler/icons-react'
import type { Privacy } from '../../api/projects'

const icons = {
  private: IconLock,
  restricted: IconLockCog,
  team: IconUsers,
  public: IconWorld,
  open: IconLockOpen,
  custom: IconLockCog,
}

export function PrivacyIcon({ privacy, size = 16 }: { privacy: Privacy; size?: number }) {
  const Icon = icons[privacy] ?? IconLock
  return <Icon size={size} aria-hidden />
}
