import { Button, CloseButton, Group, Switch, Text, TextInput } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { Link } from 'react-router'
import { useScope } from '../api/scope'
import type { RunRow } from '../api/workspace'
import { names } from '../pages/table/fields'
import { shown } from '../pages/table/values'
import { runColour } from '../runs/colours'
import { count } from '../ui/numbers'
import { absolute } from '../ui/times'
import { flag, text, useParam } from '../url/params'
import classes from './Comparer.module.css'
import { type Line, linesOf, shownLines } from './rows'

const lineHeight = 28
const sectionNames = { run: 'Run', config: 'Config', summary: 'Summary' }
const searchParam = text()

/** Runs side by side: a column each, a line for each key of what they are, config and summary. */
export function Comparer({ runs, drop }: { runs: RunRow[]; drop?: (id: string) => void }) {
  const [differences, setDifferences] = useParam('differences', flag)
  const [search, setSearch] = useParam('compare_search', searchParam)
  const all = useMemo(() => linesOf(runs), [runs])
  const lines = useMemo(() => shownLines(all, search, differences), [all, search, differences])
  const scroller = useRef<HTMLDivElement>(null)
  const down = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 12,
  })
  const drawn = down.getVirtualItems()
  const before = drawn[0]?.start ?? 0
  const after = down.getTotalSize() - (drawn[drawn.length - 1]?.end ?? 0)
  const width = `calc(var(--key-width) + ${runs.length} * var(--run-width))`
  return (
    <div className={classes.page}>
      <Group gap="sm" className={classes.bar}>
        <TextInput
          size="xs"
          placeholder="Search keys and values"
          aria-label="Search keys and values"
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value, { replace: true })}
          w={240}
        />
        <Switch
          size="sm"
          label="Differences only"
          checked={differences}
          onChange={(e) => setDifferences(e.currentTarget.checked)}
        />
        <Text size="xs" c="var(--rl-quiet)" role="status">
          {count(lines.length)} of {count(all.length)} keys, {count(all.filter((l) => l.differs).length)} differ
        </Text>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section ref={scroller} className={classes.scroller} tabIndex={0} aria-label="Comparison of runs">
        <table className={classes.table} style={{ width }} aria-rowcount={lines.length + 1}>
          <thead>
            <tr>
              <th scope="col" className={classes.corner}>
                Key
              </th>
              {runs.map((r) => (
                <th key={r.id} scope="col" data-run={r.id}>
                  <RunHead run={r} drop={drop && runs.length > 1 ? () => drop(r.id) : undefined} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Space height={before} columns={runs.length + 1} />
            {drawn.map(({ index }) => {
              const line = lines[index]
              if (!line) return null
              const first = lines[index - 1]?.section !== line.section
              return <LineOf key={`${line.section} ${line.key}`} line={line} index={index} first={first} runs={runs} />
            })}
            <Space height={after} columns={runs.length + 1} />
          </tbody>
        </table>
        {lines.length === 0 && (
          <Group p="md" gap="sm">
            <Text size="sm" c="var(--rl-quiet)">
              {search ? 'No key or value matches.' : 'These runs don’t differ.'}
            </Text>
            {(search || differences) && (
              <Button
                size="compact-sm"
                variant="light"
                onClick={() => (search ? setSearch('', { replace: true }) : setDifferences(false))}
              >
                {search ? 'Clear the search' : 'Show all keys'}
              </Button>
            )}
          </Group>
        )}
      </section>
    </div>
  )
}

/** Keeps the place of lines that aren't drawn. */
function Space({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr>
      <td colSpan={columns} aria-hidden="true" style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

function LineOf({ line, index, first, runs }: { line: Line; index: number; first: boolean; runs: RunRow[] }) {
  return (
    <tr
      aria-rowindex={index + 2}
      data-key={`${line.section}.${line.key}`}
      data-differs={line.differs || undefined}
      data-first={first || undefined}
    >
      <th scope="row" title={line.key}>
        <span className={classes.section}>{sectionNames[line.section]}</span>{' '}
        {line.section === 'run' ? (names[line.key] ?? line.key) : line.key}
      </th>
      {runs.map((r, i) => (
        <ValueOf key={r.id} line={line} value={line.values[i]} unlike={line.differs && (line.unlike[i] ?? false)} />
      ))}
    </tr>
  )
}

function ValueOf({ line, value, unlike }: { line: Line; value: unknown; unlike: boolean }) {
  const isTime = line.section === 'run' && line.key === 'created' && typeof value === 'string'
  const s = isTime ? { kind: 'text', text: absolute(value as string), whole: undefined } : shown(value)
  return (
    <td data-kind={s.kind} data-unlike={unlike || undefined} title={s.whole ?? s.text}>
      {s.kind === 'missing' ? '–' : s.text}
    </td>
  )
}

function RunHead({ run, drop }: { run: RunRow; drop: (() => void) | undefined }) {
  const scope = useScope()
  const project = `/${scope.entity}/${encodeURIComponent(scope.project)}`
  return (
    <span className={classes.run}>
      <span className={classes.dot} style={{ background: runColour(run) }} aria-hidden="true" />
      <Link
        to={{
          pathname: `${project}/runs/${encodeURIComponent(run.id)}`,
          search: scope.asOf ? `?as_of=${encodeURIComponent(scope.asOf)}` : '',
        }}
        title={`${run.name} (${run.id})`}
      >
        {run.name}
      </Link>
      {drop && <CloseButton size="xs" aria-label={`Don’t compare ${run.name}`} onClick={drop} />}
    </span>
  )
}
