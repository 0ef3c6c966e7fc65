import { Modal, NumberInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Section } from '../../../api/workspace'
import { DialogButtons } from '../../../ui/DialogButtons'
import { gap, heightOfRows, panelHeight } from '../geometry'
import { useWorkspace } from '../WorkspaceContext'

/** Sizes of a section in numbers: what its corners do by dragging, for the keyboard. */
export function PanelSize({ section, close }: { section: Section; close: () => void }) {
  const { arrange, width } = useWorkspace()
  const [columns, setColumns] = useState(section.columns)
  const [rows, setRows] = useState(section.rows)
  const [height, setHeight] = useState(panelHeight(section))
  const save = () => {
    close()
    const w = Math.floor((width + gap) / columns - gap)
    const fields = {
      columns,
      rows,
      panel_size: { w, h: height },
      ...(section.height !== undefined && { height: heightOfRows(rows, height) }),
    }
    void arrange({ do: 'edit-section', section: section.id, fields }).catch(() => {})
  }
  const number = (then: (n: number) => void) => (v: string | number) => typeof v === 'number' && then(v)
  return (
    <Modal opened onClose={close} title={`Sizes of ${section.title}`} centered size="sm">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          save()
        }}
      >
        <Stack>
          {section.layout === 'custom' && (
            <Text size="sm" c="var(--rl-quiet)">
              These are sizes of the standard layout. In the custom layout each panel has its own: see its menu.
            </Text>
          )}
          <NumberInput label="Columns" min={1} max={20} value={columns} onChange={number(setColumns)} data-autofocus />
          <NumberInput label="Rows of a page" min={1} max={20} value={rows} onChange={number(setRows)} />
          <NumberInput
            label="Height of a panel"
            suffix=" px"
            min={120}
            max={2000}
            step={20}
            value={height}
            onChange={number(setHeight)}
          />
          <DialogButtons close={close} action="Set" />
        </Stack>
      </form>
    </Modal>
  )
}
