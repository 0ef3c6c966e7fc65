import { ActionIcon, Tooltip } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { Schemas } from '../api/client'
import { flag, useParam } from '../url/params'
import { sentenceOf, titleOf } from './privacy/levels'
import { PrivacyIcon } from './privacy/PrivacyIcon'

const PrivacyDialog = lazy(() => import('./privacy/PrivacyDialog'))

/** The lock of a project: shows who may see it, and opens the dialog that changes it (?privacy=1). */
export function PrivacyLock({ project }: { project: Schemas['ProjectAnswerBody'] }) {
  const [open, setOpen] = useParam('privacy', flag)
  const { privacy } = project
  return (
    <>
      <Tooltip label={`${titleOf(privacy)}: ${sentenceOf(privacy)}`} multiline maw={280}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Privacy: ${privacy}`}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <PrivacyIcon privacy={privacy} />
        </ActionIcon>
      </Tooltip>
      {open && (
        <Suspense>
          <PrivacyDialog project={project} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
