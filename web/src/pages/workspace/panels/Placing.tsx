import { Modal, NumberInput, SimpleGrid, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Panel } from '../../../api/workspace'
import { DialogButtons } from '../../../ui/DialogButtons'
import { useWorkspace } from '../WorkspaceContext'

const sides = [
  ['x', 'Column', 0],
  ['y', 'Row', 0],
  ['w', 'Columns wide', 1],
  ['h', 'Rows high', 1],
] as const

/** Place and size of a panel of the custom layout in numbers: what dragging does, for the keyboard. */
export function Placing({ panel, close }: { panel: Panel; close: () => void }) {
  const { arrange } = useWorkspace()
  const [at, setAt] = useState({ x: panel.x ?? 0, y: panel.y ?? 0, w: panel.w ?? 8, h: panel.h ?? 12 })
  return (
    <Modal opened onClose={close} title={`Place and size of ${panel.title}`} centered size="sm">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          close()
          void arrange({ do: 'edit-panel', panel: panel.id, fields: at }).catch(() => {})
        }}
      >
        <Stack>
          <SimpleGrid cols={2}>
            {sides.map(([side, label, least]) => (
              <NumberInput
                key={side}
                label={label}
                min={least}
                max={side === 'w' || side === 'x' ? 24 : 1000}
                allowDecimal={false}
                value={at[side]}
                onChange={(v) => typeof v === 'number' && setAt({ ...at, [side]: v })}
                data-autofocus={side === 'x' || undefined}
              />
            ))}
          </SimpleGrid>
          <DialogButtons close={close} action="Set" />
        </Stack>
      </form>
    </Modal>
  )
}
