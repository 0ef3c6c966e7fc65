import { Button, Menu, NumberInput, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconDownload } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { type AuditFilter, auditFile } from '../../api/audit'
import type { Scope } from '../../api/scope'
import type { When } from '../../api/when'
import classes from './Audit.module.css'
import { localOf, timeOf } from './moments'
import { types } from './words'

type Set = (change: Partial<Record<keyof AuditFilter, string>>) => void

const outcomes = ['accepted', 'repeated', 'refused']

/** What narrows the trail, and files of what it then has. */
export function AuditFilters({
  of,
  filter,
  set,
  clear,
}: {
  of: Scope | When
  filter: AuditFilter
  set: Set
  clear: () => void
}) {
  const narrowed = Object.keys(filter).length > 0
  return (
    <search className={classes.filters}>
      <Typed label="Who" value={filter.actor ?? ''} set={(actor) => set({ actor })} />
      <Select
        label="What"
        placeholder="Anything"
        data={types}
        value={filter.type ?? null}
        onChange={(type) => set({ type: type ?? '' })}
        searchable
        clearable
        w={160}
      />
      <Typed label="About" placeholder="Name or id" value={filter.subject ?? ''} set={(subject) => set({ subject })} />
      <NumberInput
        label="Run number"
        value={filter.run ?? ''}
        onChange={(v) => set({ run: v === '' ? '' : String(v) })}
        min={1}
        allowDecimal={false}
        hideControls
        w={96}
      />
      <TextInput
        type="datetime-local"
        label="Since"
        w={188}
        value={localOf(filter.since)}
        onChange={(e) => set({ since: timeOf(e.currentTarget.value) })}
      />
      <TextInput
        type="datetime-local"
        label="Until"
        w={188}
        value={localOf(filter.until)}
        onChange={(e) => set({ until: timeOf(e.currentTarget.value) })}
      />
      <Select
        label="Outcome"
        placeholder="Any"
        data={outcomes}
        value={filter.outcome ?? null}
        onChange={(outcome) => set({ outcome: outcome ?? '' })}
        clearable
        w={105}
      />
      {narrowed && (
        <Button variant="subtle" onClick={clear}>
          Clear
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} />} ml="auto">
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>All actions that the filter lets through</Menu.Label>
          <Menu.Item component="a" href={auditFile(of, filter, 'csv')} download="audit.csv">
            CSV
          </Menu.Item>
          <Menu.Item component="a" href={auditFile(of, filter, 'ndjson')} download="audit.ndjson">
            NDJSON, one action a line
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </search>
  )
}

/** A text that takes effect when one stops typing. */
function Typed(props: { label: string; placeholder?: string; value: string; set: (v: string) => void }) {
  const [text, setText] = useState(props.value)
  const later = useDebouncedCallback(props.set, 300)
  useEffect(() => setText(props.value), [props.value]) // such as by Clear, or by going back
  return (
    <TextInput
      label={props.label}
      placeholder={props.placeholder ?? 'Anybody'}
      value={text}
      onChange={(e) => {
        setText(e.currentTarget.value)
        later(e.currentTarget.value.trim())
      }}
      w={120}
    />
  )
}
