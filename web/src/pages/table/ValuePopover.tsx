import { Button, CloseButton, CopyButton, Group, Paper, Portal, Text } from '@mantine/core'
import { useClickOutside, useFocusTrap, useMergedRef } from '@mantine/hooks'
import classes from './ValuePopover.module.css'

export type Whole = { at: DOMRect; heading: string; value: string }

/** All of a long or nested value, beside its cell. */
export function ValuePopover({ whole, close }: { whole: Whole; close: () => void }) {
  const outside = useClickOutside(close)
  const trap = useFocusTrap()
  const ref = useMergedRef(outside, trap)
  const left = Math.max(8, Math.min(whole.at.left, window.innerWidth - 600))
  const below = whole.at.bottom + 4
  const place = below < window.innerHeight * 0.55 ? { top: below } : { bottom: window.innerHeight - whole.at.top + 4 }
  return (
    <Portal>
      <Paper
        ref={ref}
        role="dialog"
        aria-label={whole.heading}
        withBorder
        shadow="md"
        p="xs"
        style={{ position: 'fixed', left, ...place, zIndex: 300 }}
        onKeyDown={(e) => {
          if (e.key === 'Escape') {
            e.stopPropagation()
            close()
          }
        }}
      >
        <Group justify="space-between" wrap="nowrap" mb={4}>
          <Text size="sm" fw={600} truncate>
            {whole.heading}
          </Text>
          <Group gap={4} wrap="nowrap">
            <CopyButton value={whole.value}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="light" onClick={copy} data-autofocus>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
            <CloseButton size="sm" aria-label="Close" onClick={close} />
          </Group>
        </Group>
        <pre className={classes.whole}>{whole.value}</pre>
      </Paper>
    </Portal>
  )
}
