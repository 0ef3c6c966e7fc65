import { Button, ColorPicker, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RunRow } from '../api/workspace'
import { Anchor } from './Anchor'
import { presets, runColour } from './colours'
import classes from './RunColour.module.css'
import { useRunChanges } from './useRunChanges'

const hex = /^#[0-9a-f]{6}$/i

/** A colour as it is typed: with or without #, three or six digits; undefined: it's none. */
export function readHex(typed: string): string | undefined {
  const t = typed.trim().replace(/^#?/, '#').toLowerCase()
  if (/^#[0-9a-f]{3}$/.test(t)) return t.replace(/[0-9a-f]/g, '$&$&')
  return hex.test(t) ? t : undefined
}

/** Chooses a run's colour: a preset, any colour, or again the one that follows from its number. */
export function RunColourPicker({ run, at, onClose }: { run: RunRow; at: Element; onClose: () => void }) {
  const { recolour } = useRunChanges()
  const own = hex.test(run.color ?? '') ? (run.color ?? '') : ''
  const [typed, setTyped] = useState(own || runColour(run))
  const colour = readHex(typed)
  const choose = (c: string) => {
    if (c !== (run.color ?? '')) recolour(run.id, c)
    onClose()
  }
  return (
    <Popover opened onChange={(on) => on || onClose()} onClose={onClose} trapFocus position="bottom-start" shadow="md">
      <Popover.Target>
        <Anchor at={at} />
      </Popover.Target>
      <Popover.Dropdown aria-label={`Colour of ${run.name}`}>
        <Stack gap="xs">
          <div className={classes.presets} role="radiogroup" aria-label="Preset colours">
            {presets.map((p, i) => (
              // biome-ignore lint/a11y/useSemanticElements: a radio field can't look like this everywhere
              <button
                key={p}
                type="button"
                role="radio"
                className={classes.preset}
                style={{ background: p }}
                aria-checked={run.color === `preset:${i}`}
                aria-label={`Preset ${i}`}
                title={p}
                onClick={() => choose(`preset:${i}`)}
              />
            ))}
          </div>
          <ColorPicker
            format="hex"
            value={colour ?? runColour(run)}
            onChange={setTyped}
            fullWidth
            saturationLabel="Saturation and lightness"
            hueLabel="Hue"
          />
          <form
            onSubmit={(e) => {
              e.preventDefault()
              if (colour) choose(colour)
            }}
          >
            <Group gap="xs" align="flex-start" wrap="nowrap">
              <TextInput
                aria-label="Colour as hex"
                value={typed}
                onChange={(e) => setTyped(e.currentTarget.value)}
                error={colour ? undefined : 'Six digits, such as #12ab9f'}
                size="xs"
                w={150}
                spellCheck={false}
              />
              <Button type="submit" size="xs" disabled={!colour}>
                Use
              </Button>
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                disabled={!run.color}
                onClick={() => choose('')}
                title="The colour that follows from the run’s number"
              >
                Usual
              </Button>
            </Group>
          </form>
          <Text size="xs" c="var(--rl-quiet)">
            Charts and legends follow.
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
