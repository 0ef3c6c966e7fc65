import { Switch } from '@mantine/core'
import { specFlag } from '../spec'
import type { PartProps } from './Part'

/** A field of the spec that is on, or isn't there. */
export function SpecSwitch({ draft, set, name, label }: PartProps & { name: string; label: string }) {
  return (
    <Switch
      size="xs"
      label={label}
      checked={specFlag(draft, name)}
      onChange={(e) => set({ [name]: e.currentTarget.checked || undefined })}
    />
  )
}
