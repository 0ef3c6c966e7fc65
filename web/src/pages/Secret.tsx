import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

/** A secret that is shown this once, with a button that copies it. */
export function Secret({ title, value, hint }: { title: string; value: string; hint?: string }) {
  return (
    <Alert color="yellow" title={title} role="status">
      <Stack gap={6}>
        <Text size="sm">It’s shown now and never again: copy it to where it belongs.</Text>
        <Group gap="xs" wrap="nowrap" align="center">
          <Code data-secret style={{ overflowWrap: 'anywhere', fontSize: 13 }}>
            {value}
          </Code>
          <CopyButton value={value} timeout={2000}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="default"
                style={{ flex: 'none' }}
                leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                onClick={copy}
              >
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </Group>
        {hint && <Text size="sm">{hint}</Text>}
      </Stack>
    </Alert>
  )
}
