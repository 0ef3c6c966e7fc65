import { Button, Group, Modal } from '@mantine/core'
import { useState } from 'react'
import { bytes } from '../ui/numbers'
import { writeJson } from './json'
import { pathText, type Row } from './rows'
import classes from './Tree.module.css'

const atOnce = 100_000 // characters: a browser lays out a megabyte slowly

/** A value in full. */
export function WholeValue({ row, close }: { row: Row; close: () => void }) {
  const text = typeof row.value === 'string' ? row.value : writeJson(row.value, '  ')
  const [shown, setShown] = useState(atOnce)
  return (
    <Modal opened onClose={close} title={pathText(row.path)} size="xl">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keys */}
      <section className={classes.long} tabIndex={0} aria-label={`Value of ${pathText(row.path)}`}>
        <pre>{text.slice(0, shown)}</pre>
      </section>
      <Group justify="flex-end" mt="sm">
        {shown < text.length && (
          <Button variant="default" onClick={() => setShown(shown * 10)}>
            Show more ({bytes(text.length)} in all)
          </Button>
        )}
        <Button variant="default" onClick={() => void navigator.clipboard.writeText(text)}>
          Copy
        </Button>
      </Group>
    </Modal>
  )
}
