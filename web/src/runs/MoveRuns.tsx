import { Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { RunRow } from '../api/workspace'
import { DialogButtons } from '../ui/DialogButtons'
import { count } from '../ui/numbers'
import { OtherProject, partsOf } from './OtherProject'
import { useRunChanges } from './useRunChanges'

/** Moves runs to another project: they keep their ids, numbers and data. */
export function MoveRuns({ runs, onClose }: { runs: Pick<RunRow, 'id' | 'name'>[]; onClose: () => void }) {
  const { move } = useRunChanges()
  const [to, setTo] = useState<string | null>(null)
  const what = runs.length === 1 ? (runs[0]?.name ?? '') : `${count(runs.length)} runs`
  return (
    <Modal opened onClose={onClose} title={`Move ${what}`} centered>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (!to) return
          move(
            runs.map((r) => r.id),
            partsOf(to),
          )
          onClose()
        }}
      >
        <Stack>
          <OtherProject label="To project" value={to} onChange={setTo} />
          <Text size="sm" c="var(--rl-quiet)">
            They keep their ids and data. Who may see the other project sees them then.
          </Text>
          <DialogButtons close={onClose} action="Move" disabled={!to} />
        </Stack>
      </form>
    </Modal>
  )
}
