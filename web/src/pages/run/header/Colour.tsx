import { ActionIcon, Button, ColorInput, ColorSwatch, Group, Popover, Stack, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { presets, runColour } from '../../../runs/colours'
import { useRunEdit } from '../useRunEdit'
import classes from './Header.module.css'
import type { HeaderRow } from './row'

/** The colour of the run's lines; a click offers others. */
export function Colour({ row, mayEdit }: { row: HeaderRow; mayEdit: boolean }) {
  const edit = useRunEdit(row.id)
  const [open, setOpen] = useState(false)
  const colour = runColour(row)
  const [typed, setTyped] = useState(colour)
  const swatch = <span className={classes.swatch} style={{ background: colour }} />
  if (!mayEdit) return swatch
  const set = (color: string) => {
    setOpen(false)
    edit.mutate({ changes: { color }, said: 'Colour changed' })
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-start" withArrow>
      <Popover.Target>
        <Tooltip label="Colour">
          <ActionIcon variant="subtle" color="gray" aria-label={`Colour ${colour}`} onClick={() => setOpen(!open)}>
            {swatch}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" w={220}>
          <Group gap={4}>
            {presets.map((one, i) => (
              <ColorSwatch
                key={one}
                component="button"
                color={one}
                size={20}
                aria-label={`Colour ${i + 1}`}
                onClick={() => set(`preset:${i}`)}
              />
            ))}
          </Group>
          <ColorInput size="xs" label="Another" format="hex" value={typed} onChange={setTyped} withPicker={false} />
          <Group justify="space-between">
            <Button size="xs" variant="default" onClick={() => set('')}>
              The usual
            </Button>
            <Button size="xs" disabled={!/^#[0-9a-f]{6}$/i.test(typed)} onClick={() => set(typed.toLowerCase())}>
              Set
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
