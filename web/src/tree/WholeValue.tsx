import { Button, Group, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Answer } from '../ui/Answer'
import { bytes } from '../ui/numbers'
import { type FarQuery, farOf } from './far'
import { type Json, writeJson } from './json'
import { pathText, type Row } from './rows'
import classes from './Tree.module.css'

const atOnce = 100_000 // characters: a browser lays out a megabyte slowly

/** A value in full; one that is kept apart is read first. */
export function WholeValue({ row, farQuery, close }: { row: Row; farQuery?: FarQuery; close: () => void }) {
  const far = farOf(row.value)
  return (
    <Modal opened onClose={close} title={pathText(row.path)} size="xl">
      {far && farQuery ? (
        <FarText name={pathText(row.path)} query={farQuery(far.sha256)} />
      ) : (
        <Whole name={pathText(row.path)} value={row.value} />
      )}
    </Modal>
  )
}

function FarText({ name, query }: { name: string; query: ReturnType<FarQuery> }) {
  const value = useQuery(query)
  return (
    <Answer of={value} what="Reading the value">
      {(v) => <Whole name={name} value={v} />}
    </Answer>
  )
}

function Whole({ name, value }: { name: string; value: Json }) {
  const text = typeof value === 'string' ? value : writeJson(value, '  ')
  const [shown, setShown] = useState(atOnce)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keys */}
      <section className={classes.long} tabIndex={0} aria-label={`Value of ${name}`}>
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
    </>
  )
}
