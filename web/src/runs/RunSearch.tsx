import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { asProblem } from '../api/problem'
import classes from './RunSetBar.module.css'
import { useRunSet, useRunSetChange } from './useRunSet'

const pause = 80 // ms after a key, before the server is asked

type Search = { text: string; regex: boolean }

/** Searches runs as one types: one change at a time goes to the server, the last one wins. */
export function RunSearch({ workspace, editable }: { workspace: string; editable: boolean }) {
  const { runSet, regex: inRegex } = useRunSet(workspace)
  const stored: Search = { text: runSet?.search ?? '', regex: inRegex }
  const change = useRunSetChange(workspace, { quiet: true })
  const [typed, setTyped] = useState<Search>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const shown = typed ?? stored
  const { regex } = shown
  const fault = typed && change.isError && !change.isPending ? asProblem(change.error) : undefined

  // What was typed is shown until the server has it; then what is stored, which undo changes, too.
  const arrived = typed && typed.text === stored.text && typed.regex === stored.regex
  const focused = useRef(false)
  useEffect(() => {
    if (arrived && !focused.current) setTyped(undefined)
  }, [arrived])
  const known = `${stored.text} ${stored.regex}`
  const before = useRef(known)
  useEffect(() => {
    // Changed elsewhere, while nothing is on its way from here.
    if (before.current !== known && !change.isPending && timer.current === undefined && !arrived) setTyped(undefined)
    before.current = known
  }, [known, change.isPending, arrived])
  useEffect(() => () => clearTimeout(timer.current), [])

  const { mutate } = change
  const latest = useRef<Search>(undefined)
  const busy = useRef(false)
  const send = () => {
    const next = latest.current
    if (!next || busy.current) return
    latest.current = undefined
    busy.current = true
    mutate(
      { search: next.text || null, search_mode: next.regex ? 'regex' : null },
      {
        onSettled: () => {
          busy.current = false
          send()
        },
      },
    )
  }
  const search = (next: Search, wait: number) => {
    setTyped(next)
    latest.current = next
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      timer.current = undefined
      send()
    }, wait)
  }

  return (
    <TextInput
      className={classes.search}
      size="xs"
      role="searchbox"
      aria-label="Search runs"
      placeholder={regex ? 'Search runs by ^regular expression$' : 'Search runs'}
      leftSection={<IconSearch size={14} />}
      value={shown.text}
      readOnly={!editable}
      spellCheck={false}
      onFocus={() => {
        focused.current = true
      }}
      onBlur={() => {
        focused.current = false
        if (arrived) setTyped(undefined)
      }}
      onChange={(e) => search({ text: e.currentTarget.value, regex }, pause)}
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || !shown.text || !editable) return
        e.stopPropagation()
        search({ text: '', regex }, 0)
      }}
      error={fault && <span className={classes.fault}>{reason(fault)}</span>}
      rightSectionWidth={shown.text && editable ? 54 : 30}
      rightSection={
        <span className={classes.inside}>
          {shown.text && editable && (
            <ActionIcon
              size={20}
              variant="subtle"
              color="gray"
              aria-label="Clear the search"
              onClick={() => search({ text: '', regex }, 0)}
            >
              <IconX size={12} />
            </ActionIcon>
          )}
          <Tooltip label="Regular expression (RE2)">
            <ActionIcon
              size={22}
              variant={regex ? 'light' : 'subtle'}
              color={regex ? undefined : 'gray'}
              aria-label="Regular expression"
              aria-pressed={regex}
              disabled={!editable}
              onClick={() => search({ text: shown.text, regex: !regex }, 0)}
            >
              <span className={classes.regex} aria-hidden>
                .*
              </span>
            </ActionIcon>
          </Tooltip>
        </span>
      }
    />
  )
}

/** What is wrong with a search, with its position where the server says it. */
function reason(p: ReturnType<typeof asProblem>): string {
  return p.errors.map((e) => e.message).filter(Boolean)[0] ?? p.detail
}
