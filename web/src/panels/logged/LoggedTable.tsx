import { ActionIcon, Group, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { count, numberOf } from '../../ui/numbers'
import { LongValue } from '../LongValue'
import { MediumView } from '../media/MediumView'
import { mediaOf } from '../media/medium'
import { isObject } from '../spec'
import classes from './LoggedTable.module.css'
import { ordered, type Sort, type TableData } from './tabledata'

const pageSize = 50

/** As many columns as are shown. */
const mostColumns = 200

/** A table that a run logged, in pages, sorted by a column. */
export default function LoggedTable({
  run,
  columns,
  data,
  name,
  height,
}: TableData & { run: string; name: string; height: number }) {
  const [sort, setSort] = useState<Sort>()
  const [page, setPage] = useState(0)
  const rows = useMemo(() => ordered(data, sort), [data, sort])
  const pages = Math.max(1, Math.ceil(rows.length / pageSize))
  const at = Math.min(page, pages - 1)
  const from = at * pageSize
  const seen = rows.slice(from, from + pageSize)
  const sortBy = (column: number) => {
    setPage(0)
    setSort(sort?.column !== column ? { column, down: false } : sort.down ? undefined : { column, down: true })
  }
  return (
    <div className={classes.whole} style={{ height }} data-logged={name} data-rows={rows.length}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <div className={classes.scroller} tabIndex={0}>
        <table className={classes.table} aria-label={name}>
          <thead>
            <tr>
              {columns.slice(0, mostColumns).map((c, i) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns may have equal names
                  key={i}
                  scope="col"
                  aria-sort={sort?.column === i ? (sort.down ? 'descending' : 'ascending') : 'none'}
                >
                  <UnstyledButton className={classes.sort} onClick={() => sortBy(i)} title={c}>
                    {c || '(no name)'}
                    {sort?.column === i && (sort.down ? <IconArrowDown size={12} /> : <IconArrowUp size={12} />)}
                  </UnstyledButton>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {seen.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity
              <tr key={from + i}>
                {columns.slice(0, mostColumns).map((c, k) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns may have equal names
                  <td key={k} data-number={numberOf(row[k]) !== undefined || undefined}>
                    <Cell run={run} value={row[k]} name={c} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group className={classes.foot} gap={4} justify="flex-end">
        <Text size="xs" c="var(--rl-quiet)" role="status">
          {rows.length === 0 ? 'no rows' : `${count(from + 1)}–${count(from + seen.length)} of ${count(rows.length)}`}
          {columns.length > mostColumns ? `; the first ${mostColumns} of ${count(columns.length)} columns` : ''}
        </Text>
        <ActionIcon
          variant="subtle"
          size="sm"
          aria-label="Page before"
          disabled={at === 0}
          onClick={() => setPage(at - 1)}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          size="sm"
          aria-label="Next page"
          disabled={at >= pages - 1}
          onClick={() => setPage(at + 1)}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
    </div>
  )
}

function Cell({ run, value, name }: { run: string; value: unknown; name: string }) {
  if (value === undefined || value === null) return <span className={classes.none}>–</span>
  if (isObject(value) && '_type' in value) {
    return mediaOf(value).map((m, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the items of one value
      <MediumView key={i} run={run} medium={m} name={name} />
    ))
  }
  return <LongValue value={value} name={name} most={160} />
}
