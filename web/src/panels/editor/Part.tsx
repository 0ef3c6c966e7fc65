import { Fieldset, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

/** A part of the form. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Fieldset legend={title} p="xs" radius="sm">
      <Stack gap="xs">{children}</Stack>
    </Fieldset>
  )
}

/** What each part of the form takes. */
export type PartProps = {
  draft: Record<string, unknown>
  /** Sets fields; undefined takes one away. */
  set: (fields: Record<string, unknown>) => void
  faults: Record<string, string>
  /** What says the rest, where the panel says nothing: a workspace, or else. */
  of?: string
}
