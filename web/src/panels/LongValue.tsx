import { Button, CopyButton, Group, Modal, Text, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { bytes } from '../ui/numbers'
import classes from './LongValue.module.css'
import { clipped, valueText } from './shown'

/** As much of a text as is put into the page at once; more can be copied. */
const mostAtOnce = 200_000

/** Any stored value. A long one is cut, and shown as a whole when asked for. */
export function LongValue({ value, name, most = 200 }: { value: unknown; name: string; most?: number }) {
  const [open, setOpen] = useState(false)
  const text = valueText(value)
  if (text.length <= most) return <span title={text}>{text}</span>
  return (
    <>
      <span>{clipped(text, most)}</span>{' '}
      <UnstyledButton className={classes.more} onClick={() => setOpen(true)}>
        show all ({bytes(text.length)})
      </UnstyledButton>
      {open && (
        <Modal opened onClose={() => setOpen(false)} title={clipped(name, 100)} size="xl">
          <Group justify="flex-end" mb="xs">
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button size="xs" variant="light" onClick={copy}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          </Group>
          <pre className={classes.text}>{clipped(text, mostAtOnce)}</pre>
          {text.length > mostAtOnce && <Text size="xs">The first {bytes(mostAtOnce)}; Copy has all of it.</Text>}
        </Modal>
      )}
    </>
  )
}
