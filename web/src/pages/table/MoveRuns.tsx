import { Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { OtherProject, partsOf } from '../../runs/OtherProject'
import { DialogButtons } from '../../ui/DialogButtons'
import { count } from '../../ui/numbers'

/** Asks where many runs go. */
export default function MoveRuns(p: {
  count: number
  pending: boolean
  close: () => void
  go: (entity: string, project: string) => void
}) {
  const [target, setTarget] = useState<string | null>(null)
  return (
    <Modal opened onClose={p.close} title={`Move ${count(p.count)} ${p.count === 1 ? 'run' : 'runs'}`} centered>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (!target) return
          const { entity, project } = partsOf(target)
          p.go(entity, project)
        }}
      >
        <Stack>
          <OtherProject label="To the project" value={target} onChange={setTarget} />
          <Text size="sm" c="var(--rl-quiet)">
            Runs keep their ids, numbers and data. Undo brings them back.
          </Text>
          <DialogButtons close={p.close} action="Move" loading={p.pending} disabled={!target} />
        </Stack>
      </form>
    </Modal>
  )
}
