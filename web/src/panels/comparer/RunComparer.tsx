import { Switch, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, useDeferredValue, useMemo, useRef, useState } from 'react'
import type { RunRow } from '../../api/workspace'
import { runColour } from '../../runs/colours'
import { count } from '../../ui/numbers'
import { absolute } from '../../ui/times'
import { LongValue } from '../LongValue'
import { RunLink } from '../RunLink'
import classes from './RunComparer.module.css'
import { type Comparison, comparisons, narrowed } from './rows'

/** As many runs as stand beside each other. */
const mostRuns = 50

export type RunComparerProps = {
  /** With config and summary as columns of the runs table give them. */
  runs: RunRow[]
  /** Fields to compare; none: all of config and summary, and the runs' own. */
  fields?: string[]
  /** Whether only fields that differ are shown, at first or, with onOnlyDifferences, always as said. */
  onlyDifferences?: boolean
  onOnlyDifferences?: (only: boolean) => void
  /** In pixels; it scrolls within. */
  height: number
}

/** Runs beside each other: a column each, a line for each field of config and summary. */
export function RunComparer(props: RunComparerProps) {
  const { fields, height, onOnlyDifferences } = props
  const runs = useMemo(() => props.runs.slice(0, mostRuns), [props.runs])
  const [own, setOwn] = useState(props.onlyDifferences ?? false)
  const only = onOnlyDifferences ? (props.onlyDifferences ?? false) : own
  const [search, setSearch] = useState('')
  const asked = useDeferredValue(search)
  const lines = useMemo(() => comparisons(runs, fields), [runs, fields])
  const shown = useMemo(() => narrowed(lines, asked, only), [lines, asked, only])
  const differing = useMemo(() => lines.filter((l) => l.differs).length, [lines])
  return (
    <div className={classes.comparer} style={{ height }}>
      <div className={classes.bar}>
        <TextInput
          size="xs"
          className={classes.search}
          aria-label="Search fields and values"
          placeholder="Search fields and values"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value)}
        />
        <Switch
          size="xs"
          label="Only differences"
          checked={only}
          onChange={(e) => (onOnlyDifferences ?? setOwn)(e.currentTarget.checked)}
        />
        <Text size="xs" c="var(--rl-quiet)" role="status">
          {count(shown.length)} of {count(lines.length)} fields, {count(differing)} differ
          {props.runs.length > mostRuns ? `; the first ${mostRuns} of ${count(props.runs.length)} runs` : ''}
        </Text>
      </div>
      <Lines runs={runs} lines={shown} />
    </div>
  )
}

const titles = { run: 'Run', config: 'Config', summary: 'Summary' }

function Lines({ runs, lines }: { runs: RunRow[]; lines: Comparison[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 26,
    overscan: 12,
  })
  const items = rows.getVirtualItems()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <div ref={scroller} className={classes.scroller} tabIndex={0}>
      <table
        className={classes.table}
        aria-rowcount={lines.length + 1}
        style={{ '--runs': runs.length } as CSSProperties}
      >
        <caption className={classes.caption}>Config and summary of {runs.length} runs</caption>
        <thead>
          <tr>
            <th scope="col" className={classes.field}>
              Field
            </th>
            {runs.map((r) => (
              <th key={r.id} scope="col" data-run={r.id}>
                <i style={{ background: runColour(r) }} />
                <RunLink id={r.id} name={r.name} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={items[0]?.start ?? 0} />
          {items.map((item) => {
            const l = lines[item.index]
            if (!l) return null
            const first = item.index === 0 || lines[item.index - 1]?.part !== l.part
            return (
              <tr
                key={l.field}
                ref={rows.measureElement}
                data-index={item.index}
                data-field={l.field}
                data-differs={l.differs || undefined}
                aria-rowindex={item.index + 2}
              >
                <th scope="row" className={classes.field} title={l.field}>
                  {first && <small>{titles[l.part]}</small>}
                  {l.name}
                </th>
                {l.values.map((v, i) => (
                  <td key={runs[i]?.id}>
                    {v === undefined ? (
                      <span className={classes.none}>–</span>
                    ) : (
                      <div className={classes.value}>
                        <LongValue value={timesIn(l, v)} name={`${l.name} of ${runs[i]?.name}`} most={160} />
                      </div>
                    )}
                  </td>
                ))}
              </tr>
            )
          })}
          <Space height={rows.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
      {lines.length === 0 && (
        <Text size="sm" c="var(--rl-quiet)" p="md" ta="center">
          No field to show: the runs have equal values in all fields that match.
        </Text>
      )}
    </div>
  )
}

/** The runs' own times as people read them. */
function timesIn(line: Comparison, v: unknown): unknown {
  return line.field === 'created' && typeof v === 'string' ? absolute(v) : v
}

/** Holds the place of the lines that are scrolled out of sight. */
function Space({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr>
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}
