// biome-ignore-all lint/a11y/useSemanticElements: a virtual table has lines that aren’t there; ARIA says so, <table> can’t
// biome-ignore-all lint/a11y/noStaticElementInteractions: it has a role, one of two
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: both of its roles have them

import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { RunRow } from '../../api/workspace'
import { useKeys } from '../../keys/keys'
import { gridKeys } from '../../keys/listed'
import { useTableActions } from './actions'
import type { Column } from './columns'
import { type Cursor, moved } from './cursor'
import { valueAt } from './fields'
import { GroupRow } from './GroupRow'
import { headHeight, lineHeight, type Placed, placed } from './geometry'
import type { Aggregate } from './grouping'
import { Head, type HeadActions } from './Head'
import { cellId, type LineProps } from './line'
import { bandAt, linesOf } from './outline'
import { Row } from './Row'
import { chosen, type Selection } from './selection'
import type { SortKey } from './sorting'
import classes from './Table.module.css'
import type { Outline } from './useOutline'
import { useRows, type View } from './useRows'
import { shown } from './values'

type GridProps = {
  outline: Outline
  columns: Column[]
  asked: string[]
  /** Fields whose values are numbers. */
  numeric: ReadonlySet<string>
  aggregates: Aggregate[]
  groupedBy: string[]
  sort: SortKey[]
  selection: Selection
  all: boolean | 'some'
  open: ReadonlySet<string>
  head: HeadActions
  /** Hears how to read the rows of lines that may not be there. */
  reader: { current: ((from: number, to: number) => Promise<RunRow[]>) | undefined }
}

/** The table's lines and columns, of which those are drawn that one sees. */
export function Grid(p: GridProps) {
  const { outline, columns, head } = p
  const actions = useTableActions()
  const { ref: sized, width } = useElementSize<HTMLDivElement>()
  const scroller = useRef<HTMLDivElement>(null)
  const ref = useMergedRef(sized, scroller)
  const body = useRef<HTMLDivElement>(null)
  const geometry = useMemo(() => placed(columns, width || 1000, p.numeric), [columns, width, p.numeric])
  const lines = linesOf(outline.bands)
  const [cursor, setCursor] = useState<Cursor>({ line: -1, column: 2 })
  const [menu, setMenu] = useState<string>()

  const down = useVirtualizer({
    count: lines,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 6,
    scrollPaddingEnd: headHeight,
    useFlushSync: false,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: geometry.loose.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => geometry.loose[i]?.width ?? 0,
    paddingStart: geometry.pinnedWidth,
    scrollPaddingStart: geometry.pinnedWidth,
    overscan: 2,
    useFlushSync: false,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths have changed
  useEffect(() => across.measure(), [across, geometry])
  const drawn = down.getVirtualItems()
  // Lines that leave the view lend their elements to those that enter it.
  const pool = useRef(0)
  pool.current = Math.max(pool.current, drawn.length + 4)
  const drawnAcross = across.getVirtualItems()
  const from = drawnAcross[0]?.index ?? 0
  const to = (drawnAcross[drawnAcross.length - 1]?.index ?? -1) + 1
  const view: View = {
    from: drawn[0]?.index ?? 0,
    to: (drawn[drawn.length - 1]?.index ?? -1) + 1,
    direction: down.scrollDirection,
  }
  const { rowAt, rowsOf, hidden } = useRows(outline, p.asked, view)
  useEffect(() => {
    p.reader.current = rowsOf
  }, [p.reader, rowsOf])

  // Another order, or other runs: they are looked at from the first on.
  const set = useRef(outline.set.id)
  useEffect(() => {
    if (set.current === outline.set.id) return
    set.current = outline.set.id
    scroller.current?.scrollTo({ top: 0 })
  }, [outline.set.id])

  const at = Math.min(cursor.line, lines - 1)
  const go = useCallback(
    (to: Cursor) => {
      setCursor(to)
      down.scrollToIndex(Math.max(0, to.line))
      const loose = to.column - 2 - geometry.pinned.length
      if (loose >= 0) across.scrollToIndex(loose)
    },
    [down, across, geometry],
  )
  const columnAt = (index: number): Placed | undefined => [...geometry.pinned, ...geometry.loose][index - 2]

  useKeys(gridKeys)
  const onHead = (e: KeyboardEvent, column: Placed | undefined): boolean => {
    if (cursor.column === 1 && (e.key === 'Enter' || e.key === ' ')) head.chooseAll(p.all !== true)
    else if (!column) return false
    else if (e.key === 'Enter') head.sort(column.field, e.shiftKey)
    else if (e.altKey && e.key === 'ArrowDown') setMenu(column.field)
    else if (e.altKey && (e.key === 'ArrowLeft' || e.key === 'ArrowRight')) {
      head.step(column.field, e.key === 'ArrowLeft' ? -1 : 1)
    } else return false
    return true
  }
  const onLine = (e: KeyboardEvent, column: Placed | undefined): boolean => {
    const band = bandAt(outline.bands, at)
    if (band?.kind === 'group') {
      const { group, open } = band
      const turn =
        e.key === 'Enter' || (e.altKey && ((e.key === 'ArrowRight' && !open) || (e.key === 'ArrowLeft' && open)))
      if (turn && group.filter !== undefined) actions.toggleGroup(group.id)
      else if (e.key === ' ' && group.filter !== undefined) actions.chooseGroup(group.id, group.count)
      else return false
      return true
    }
    const run = rowAt(at)
    if (!run) return false
    if (e.key === 'Enter') actions.openRun(run, e.ctrlKey || e.metaKey)
    else if (e.key === ' ') actions.choose(at, run, e.shiftKey)
    else if (e.key === 'F2' && actions.mayEdit && ['name', 'tags', 'notes'].includes(column?.field ?? '')) {
      actions.edit(run, column?.field ?? '')
    } else if (e.key === 'v' && column) {
      const s = shown(valueAt(run, column.of))
      const cell = document.getElementById(cellId(at, column.index))
      if (cell && s.kind !== 'missing') actions.show(cell.getBoundingClientRect(), column.field, s.whole ?? s.text)
    } else return false
    return true
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.target !== e.currentTarget) return // a menu or a field inside
    const column = columnAt(cursor.column)
    const ctrl = e.ctrlKey || e.metaKey
    let done = true
    if (ctrl && e.key === 'a') head.chooseAll(true)
    else if (e.key === 'Escape' && p.all !== false) head.chooseAll(false)
    else if (at < 0 ? onHead(e, column) : onLine(e, column)) done = true
    else {
      const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / lineHeight) - 1)
      const to = e.altKey
        ? undefined
        : moved({ ...cursor, line: at }, e.key, ctrl, {
            lines,
            columns: 1 + geometry.pinned.length + geometry.loose.length,
            page,
          })
      if (to) go(to)
      else done = false
    }
    if (done) e.preventDefault()
  }

  const lineOf = (line: number, part: LineProps['part']) => {
    const band = bandAt(outline.bands, line)
    const common = {
      part,
      line,
      geometry,
      from: part === 'pinned' ? 0 : from,
      to: part === 'pinned' ? 0 : to,
      cursor: line === at ? cursor.column : 0,
      indent: band?.depth ?? 0,
    }
    const key = line % pool.current
    if (band?.kind === 'group') {
      return <GroupRow key={key} {...common} group={band.group} open={band.open} aggregates={p.aggregates} />
    }
    const run = rowAt(line)
    const isChosen = run !== undefined && chosen(p.selection, run.id)
    return <Row key={key} {...common} run={run} chosen={isChosen} hidden={run !== undefined && hidden.has(run.id)} />
  }

  return (
    <div
      ref={ref}
      role={p.groupedBy.length > 0 ? 'treegrid' : 'grid'}
      tabIndex={0}
      className={classes.grid}
      aria-label="Runs"
      aria-rowcount={lines + 1}
      aria-colcount={1 + geometry.pinned.length + geometry.loose.length}
      aria-multiselectable="true"
      aria-activedescendant={cellId(at, cursor.column)}
      aria-busy={outline.busy}
      onKeyDown={onKeyDown}
      onMouseMove={(e) => {
        const line = (e.target as HTMLElement).closest('[aria-rowindex]')?.getAttribute('aria-rowindex')
        body.current?.style.setProperty('--hover', line ? `${(Number(line) - 2) * lineHeight}px` : '-100px')
      }}
      onMouseDown={(e) => {
        const cell = (e.target as HTMLElement).closest('[aria-colindex]')
        const row = cell?.closest('[aria-rowindex]')
        if (cell && row)
          setCursor({
            line: Number(row.getAttribute('aria-rowindex')) - 2,
            column: Number(cell.getAttribute('aria-colindex')),
          })
      }}
    >
      <Head
        geometry={geometry}
        from={from}
        to={to}
        cursor={at < 0 ? cursor.column : 0}
        sort={p.sort}
        groupedBy={p.groupedBy}
        aggregates={p.groupedBy.length > 0 ? p.aggregates : undefined}
        all={p.all}
        menu={menu}
        setMenu={setMenu}
        actions={head}
      />
      <div ref={body} className={classes.body} style={{ height: down.getTotalSize(), width: geometry.width }}>
        <div role="rowgroup" className={classes.pane} style={{ width: geometry.pinnedWidth }}>
          <div className={classes.band} />
          {drawn.map(({ index }) => lineOf(index, 'pinned'))}
        </div>
        <div role="rowgroup" className={classes.rest}>
          <div className={classes.band} />
          {drawn.map(({ index }) => lineOf(index, 'loose'))}
        </div>
      </div>
    </div>
  )
}
