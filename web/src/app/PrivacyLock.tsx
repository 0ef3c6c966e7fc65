import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLock, IconLockOpen, IconUsers, IconWorld } from '@tabler/icons-react'
import type { Schemas } from '../api/client'

const icons = {
  private: IconLock,
  restricted: IconLock,
  team: IconUsers,
  public: IconWorld,
  open: IconLockOpen,
  custom: IconLock,
}

/** The lock of a project: shows who may see it, and opens the dialog that changes it. */
export function PrivacyLock({ project }: { project: Schemas['ProjectAnswerBody'] }) {
  const Icon = icons[project.privacy]
  return (
    <Tooltip label={`Privacy: ${project.privacy}`}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Privacy: ${project.privacy}`}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  )
}
