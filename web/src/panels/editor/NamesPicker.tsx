import { Input, Pill, PillsInput, Text } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { count } from '../../ui/numbers'
import { clipped } from '../shown'
import classes from './NamesPicker.module.css'
import { type NameSource, useNames } from './useNames'

/**
 * Chooses several names out of thousands: typing asks the server, arrow keys and Enter
 * choose, Backspace takes the last one away. Enter also takes what is typed, for names that
 * nothing has yet.
 */
export function NamesPicker(props: {
  label: string
  source: NameSource
  value: string[]
  onChange: (names: string[]) => void
  error?: string
  description?: string
  /** As many as may be chosen. */
  most?: number
  autoFocus?: boolean
}) {
  const { label, source, value, onChange, error, description, most = 100 } = props
  const [typed, setTyped] = useState('')
  const [pointed, setPointed] = useState<string>() // by name: the list may change under it
  const { names, waiting, settled } = useNames(source, typed)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const chosen = new Set(value)
  const at = names.findIndex((n) => n.name === pointed)
  const rows = useVirtualizer({
    count: names.length,
    getScrollElement: () => list.current,
    estimateSize: () => 26,
    overscan: 10,
  })
  const toggle = (name: string) => {
    if (chosen.has(name)) onChange(value.filter((n) => n !== name))
    else if (value.length < most) onChange([...value, name])
  }
  const go = (to: number) => {
    const next = Math.max(0, Math.min(names.length - 1, to))
    setPointed(names[next]?.name)
    rows.scrollToIndex(next)
  }
  /** The one that is pointed at, else what is typed if it's a name, else the first that was found. */
  const choose = () => {
    const text = typed.trim()
    const found = pointed ?? names.find((n) => n.name === text)?.name
    if (found !== undefined) toggle(found)
    else if (text !== '' && settled) toggle(names[0]?.name ?? text)
    else return
    setTyped('')
    setPointed(undefined)
  }
  const onKeyDown = (e: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[e.key]
    if (by) go(at < 0 ? 0 : at + by)
    else if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey) {
      choose()
    } else if (e.key === 'Backspace' && typed === '' && value.length > 0) onChange(value.slice(0, -1))
    else return
    e.preventDefault()
  }
  return (
    <Input.Wrapper label={label} error={error} description={description} labelElement="div">
      <PillsInput size="xs" mt={2} error={Boolean(error)}>
        <Pill.Group>
          {value.map((name) => (
            <Pill
              key={name}
              size="sm"
              withRemoveButton
              title={name}
              onRemove={() => toggle(name)}
              removeButtonProps={{ 'aria-label': `Remove ${name}`, tabIndex: 0 }}
            >
              {clipped(name, 48)}
            </Pill>
          ))}
          <PillsInput.Field
            id={id}
            role="combobox"
            aria-label={label}
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
            placeholder={value.length === 0 ? 'Search…' : ''}
            value={typed}
            data-autofocus={props.autoFocus || undefined}
            onChange={(e) => {
              setTyped(e.currentTarget.value)
              setPointed(undefined)
            }}
            onKeyDown={onKeyDown}
          />
        </Pill.Group>
      </PillsInput>
      <div
        ref={list}
        id={`${id}-list`}
        tabIndex={-1}
        {...(names.length > 0 ? { role: 'listbox', 'aria-label': label, 'aria-multiselectable': true } : {})}
        className={classes.list}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map((item) => {
            const n = names[item.index]
            if (!n) return null
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
              <div
                key={n.name}
                id={`${id}-${item.index}`}
                role="option"
                tabIndex={-1}
                aria-selected={chosen.has(n.name)}
                aria-setsize={names.length}
                aria-posinset={item.index + 1}
                data-active={item.index === at || undefined}
                className={classes.option}
                style={{ top: item.start }}
                title={n.name}
                onMouseDown={(e) => e.preventDefault()}
                onClick={() => toggle(n.name)}
              >
                <span>{n.name}</span>
                {n.runs !== undefined && <small>{count(n.runs)} runs</small>}
              </div>
            )
          })}
        </div>
        {names.length === 0 && (
          <Text size="xs" c="var(--rl-quiet)" p={6}>
            {waiting
              ? 'Looking…'
              : typed
                ? 'Nothing has this name yet. Enter takes it all the same.'
                : 'Nothing was logged yet. Type a name and press Enter.'}
          </Text>
        )}
      </div>
      <Text size="xs" c="var(--rl-quiet)" role="status">
        {count(names.length)} found, {count(value.length)} chosen{value.length >= most ? ` (${most} at most)` : ''}
      </Text>
    </Input.Wrapper>
  )
}
