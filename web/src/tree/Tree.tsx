import { Button, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useRef, useState } from 'react'
import { count } from '../ui/numbers'
import type { FarQuery } from './far'
import type { Json } from './json'
import { countUpTo, type Openness, type Row, rowsOf, toggled } from './rows'
import classes from './Tree.module.css'
import { TreeRow } from './TreeRow'
import { WholeValue } from './WholeValue'

export type TreeProps = {
  /** What it is, for its accessible name: "Config". */
  name: string
  value: Json
  search: string
  onSearch: (text: string) => void
  /** Opens an editor of a value; undefined: it can't be changed. */
  onEdit?: (row: Row) => void
  /** Reads values that are kept apart. */
  farQuery?: FarQuery
  height?: number | string
  empty?: string
}

const small = 300 // so many values are all open at first

/** Nested values that can be searched, opened, copied; only what is in sight is drawn. */
export function Tree({ name, value, search, onSearch, onEdit, farQuery, height = '100%', empty }: TreeProps) {
  const [chosen, setOpenness] = useState<Openness>()
  const sizeUpTo = useMemo(() => countUpTo(value, small), [value])
  const openness = chosen ?? { all: sizeUpTo < small, but: new Set<string>() }
  const wanted = useDeferredValue(search)
  // biome-ignore lint/correctness/useExhaustiveDependencies: openness is made anew unless chosen
  const rows = useMemo(() => rowsOf(value, openness, wanted), [value, chosen, sizeUpTo, wanted])
  const [activeId, setActive] = useState('')
  const [whole, setWhole] = useState<Row>()
  const scroll = useRef<HTMLDivElement>(null)
  const id = useId()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 26,
    overscan: 12,
    getItemKey: (i) => rows[i]?.id ?? i,
  })
  const active = Math.max(
    0,
    rows.findIndex((r) => r.id === activeId),
  )
  const go = (to: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, to))]
    if (!row) return
    setActive(row.id)
    virtual.scrollToIndex(rows.indexOf(row))
  }
  const toggle = (row: Row) => setOpenness(toggled(openness, row.id))
  const parentOf = (i: number) => {
    const depth = rows[i]?.depth ?? 0
    for (let j = i - 1; j >= 0; j--) if ((rows[j]?.depth ?? 0) < depth) return j
    return i
  }
  const keys = (e: KeyboardEvent) => {
    const row = rows[active]
    if (e.target !== e.currentTarget || !row || e.ctrlKey || e.metaKey || e.altKey) return
    const page = 15
    if (e.key === 'ArrowDown') go(active + 1)
    else if (e.key === 'ArrowUp') go(active - 1)
    else if (e.key === 'PageDown') go(active + page)
    else if (e.key === 'PageUp') go(active - page)
    else if (e.key === 'Home') go(0)
    else if (e.key === 'End') go(rows.length - 1)
    else if (e.key === 'ArrowRight') row.size && !row.open ? toggle(row) : go(active + 1)
    else if (e.key === 'ArrowLeft') row.open ? toggle(row) : go(parentOf(active))
    else if (e.key === 'Enter') row.size !== undefined ? toggle(row) : onEdit ? onEdit(row) : setWhole(row)
    else return
    e.preventDefault()
  }
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height, minHeight: 0 }}>
      <div className={classes.tools} role="toolbar" aria-label={name}>
        <TextInput
          size="xs"
          w={260}
          aria-label={`Search in ${name.toLowerCase()}`}
          placeholder="Search keys and values"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(e) => onSearch(e.currentTarget.value)}
        />
        <Button size="xs" variant="default" onClick={() => setOpenness({ all: true, but: new Set() })}>
          Expand all
        </Button>
        <Button size="xs" variant="default" onClick={() => setOpenness({ all: false, but: new Set() })}>
          Collapse all
        </Button>
        <span className={classes.count} role="status">
          {count(rows.length)} {rows.length === 1 ? 'row' : 'rows'}
          {wanted && ' found'}
        </span>
      </div>
      {rows.length === 0 ? (
        <Text c="var(--rl-quiet)" size="sm" py="md">
          {wanted ? `Nothing in here contains “${wanted}”.` : (empty ?? 'It’s empty.')}
        </Text>
      ) : (
        <div
          ref={scroll}
          className={classes.scroll}
          role="tree"
          aria-label={name}
          tabIndex={0}
          onKeyDown={keys}
          aria-activedescendant={`${id}${active}`}
          style={{ flex: '0 1 auto', minHeight: 0 }}
        >
          <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index]
              return (
                row && (
                  <TreeRow
                    key={item.key}
                    id={`${id}${item.index}`}
                    row={row}
                    top={item.start}
                    active={item.index === active}
                    search={wanted}
                    onActive={() => setActive(row.id)}
                    onToggle={() => toggle(row)}
                    onWhole={() => setWhole(row)}
                    onEdit={onEdit}
                  />
                )
              )
            })}
          </div>
        </div>
      )}
      {whole && <WholeValue row={whole} farQuery={farQuery} close={() => setWhole(undefined)} />}
    </div>
  )
}
