import { Button, Group, TextInput } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { copy } from '../copy'

/** An address with a button that copies it. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <TextInput
        aria-label={label}
        value={text}
        readOnly
        style={{ flex: 1 }}
        onFocus={(e) => e.currentTarget.select()}
      />
      <Button variant="default" leftSection={<IconCopy size={16} />} onClick={() => void copy(text, 'The link')}>
        Copy
      </Button>
    </Group>
  )
}
