import { Badge, Loader, Modal, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useId, useState } from 'react'
import classes from './Palette.module.css'
import { useFound } from './useFound'

/** Finds runs, metrics, projects and commands by a few letters: Ctrl-K. */
export default function Palette({ close }: { close: () => void }) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const { found, busy } = useFound(typed)
  const list = useId()
  const chosen = Math.min(at, found.length - 1)
  const go = (i: number) => {
    close()
    found[i]?.go()
  }
  const press = (e: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (step && found.length > 0) {
      e.preventDefault()
      const next = (chosen + step + found.length) % found.length
      setAt(next)
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (e.key === 'Enter') {
      e.preventDefault()
      go(chosen)
    }
  }
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="12vh"
      attributes={{ content: { 'aria-label': 'Find' } }}
    >
      <TextInput
        data-autofocus
        variant="unstyled"
        size="md"
        leftSection={busy ? <Loader size={16} /> : <IconSearch size={18} />}
        placeholder="Find runs, metrics, projects, commands"
        aria-label="Find runs, metrics, projects, commands"
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
        value={typed}
        onChange={(e) => {
          setTyped(e.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <div id={list} role="listbox" aria-label="Found" className={classes.list}>
        {found.map((f, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys (aria-activedescendant)
          <div
            key={f.id}
            id={`${list}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            className={classes.option}
            onMouseMove={() => setAt(i)}
            onClick={() => go(i)}
          >
            <Badge size="xs" variant="light" color="gray" className={classes.kind}>
              {f.kind}
            </Badge>
            <span className={classes.label}>{f.label}</span>
            {f.hint && (
              <Text size="xs" c="var(--rl-quiet)">
                {f.hint}
              </Text>
            )}
          </div>
        ))}
        {found.length === 0 && !busy && (
          <Text p="md" size="sm" c="var(--rl-quiet)">
            Nothing has these letters.
          </Text>
        )}
      </div>
    </Modal>
  )
}
