import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { RunGroup } from '../api/runs'
import { groupingOf } from '../api/runs'
import type { RunRow } from '../api/workspace'
import { useKeys } from '../keys/keys'
import { runListKeys } from '../keys/listed'
import { groupColour, groupColours } from './colours'
import { GroupItem, groupName } from './GroupItem'
import { moved } from './keys'
import { RunItem } from './RunItem'
import classes from './RunList.module.css'
import { groupKey } from './rows'
import { useActiveRow } from './useActiveRow'
import { useGroupEyes } from './useGroupEyes'
import { useRowKeys } from './useRowKeys'
import { useRunLink } from './useRunLink'
import { useRunMenu } from './useRunMenu'
import type { Item, useRunRows } from './useRunRows'
import { useSteadyRows } from './useSteadyRows'
import { useVisibility } from './useVisibility'

const rowHeight = 30

/**
 * The rows of a list of runs, of which those in view exist. It's a grid for keyboards: arrows
 * go from row to row, Tab through the buttons of one; Space is its eye, F2 its name.
 */
export function RunList(props: {
  workspace: string
  editable: boolean
  rows: ReturnType<typeof useRunRows>
  field?: string
}) {
  const { workspace, editable, rows, field } = props
  const { length, item, show, toggle, runSet } = rows
  const scroller = useRef<HTMLDivElement>(null)
  const idAt = (i: number) => keyOfItem(item(i))
  const { active, setActive, focusRow } = useActiveRow(scroller, idAt, length)
  const [renaming, setRenaming] = useState<string>()
  const { shown } = useVisibility(workspace)
  const eyesOf = useGroupEyes(workspace, rows.grouped)
  const colours = useGroupColours(rows.groups, eyesOf.shown)
  const keysOfRows = useRowKeys()
  const link = useRunLink()
  const navigate = useNavigate()
  const rename = useCallback((run: RunRow) => setRenaming(run.id), [])
  const menu = useRunMenu({ workspace, editable, rename })
  const { openMenu, openColour, toggleEye, remove, edits } = menu

  const virtual = useVirtualizer({
    count: length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    rangeExtractor: (range) => {
      const out: number[] = []
      const last = Math.min(range.endIndex + range.overscan, range.count - 1)
      for (let i = Math.max(0, range.startIndex - range.overscan); i <= last; i++) out.push(i)
      // The row that has the focus stays when it's scrolled away: the focus isn't lost.
      if (active < range.count && !out.includes(active)) out.unshift(active)
      return out
    },
  })
  const items = virtual.getVirtualItems()
  const range = virtual.range
  useEffect(() => {
    if (!range) return
    const { startIndex, endIndex } = range
    const pause = setTimeout(() => show(startIndex - 60, endIndex + 60), 40) // while it's dragged, nothing is asked
    return () => clearTimeout(pause)
  }, [range, show])

  useSteadyRows(scroller, range, rowHeight, idAt, runSet?.id)

  // Another run set begins at its top.
  const id = runSet?.id
  const drawn = rows.changing ? undefined : runSet
  const known = useRef(id)
  useLayoutEffect(() => {
    if (known.current !== undefined && known.current !== id) {
      scroller.current?.scrollTo({ top: 0 })
      setActive(0)
    }
    known.current = id
  }, [id, setActive])

  const acts = useMemo(
    () => ({
      openMenu,
      openColour,
      toggleEye,
      edited: () => {
        setRenaming(undefined)
        requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>('[data-active]')?.focus())
      },
    }),
    [openMenu, openColour, toggleEye],
  )

  useKeys(runListKeys)
  const press = (e: KeyboardEvent<HTMLElement>, at: Item, index: number) => {
    const row = e.currentTarget
    const own = e.target === row
    const to = moved(
      e.key,
      index,
      length,
      Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / rowHeight) - 1),
    )
    if (to !== undefined) {
      e.preventDefault()
      return focusRow(to, virtual)
    }
    if (at.kind === 'group') {
      if (e.key === 'ArrowRight' || e.key === 'ArrowLeft') toggle(at.group, e.key === 'ArrowRight')
      else if (own && e.key === 'Enter') toggle(at.group)
      else if (own && e.key === ' ') eyesOf.toggle(at.group)
      else return
      return e.preventDefault()
    }
    if (!at.run) return
    const dots = row.querySelector<HTMLElement>(`.${classes.menu}`)
    if (own && e.key === ' ') toggleEye(at.run)
    else if (own && e.key === 'Enter') navigate(link(at.run.id))
    else if (e.key === 'F2' && edits) setRenaming(at.run.id)
    else if (e.key === 'Delete' && edits) remove(at.run)
    else if ((e.key === 'ContextMenu' || (e.key === 'F10' && e.shiftKey)) && dots) openMenu(at.run, dots)
    else return
    e.preventDefault()
  }

  const keyOf = keysOfRows()
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      data-run-list // of which run set it is: panels say the same of theirs
      data-run-set={drawn?.id}
      data-search={drawn?.search ?? ''}
      data-grouping={groupingOf(drawn).by.join()}
    >
      <table
        className={classes.space}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of a grid
        role="grid"
        aria-label="Runs"
        aria-rowcount={length}
        aria-busy={rows.changing || undefined}
      >
        <tbody className={classes.space} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const at = item(index)
            if (!at) return null
            const isActive = index === active
            const name = at.kind === 'group' ? groupName(at.group) : at.run?.name
            return (
              <tr
                key={keyOf(index, keyOfItem(at))}
                aria-rowindex={index + 1}
                aria-label={name ?? 'Loading'}
                data-index={index}
                data-run={at.kind === 'run' ? at.run?.id : undefined}
                data-active={isActive || undefined}
                data-menu={(at.kind === 'run' && at.run !== undefined && menu.openFor === at.run.id) || undefined}
                className={at.kind === 'group' ? `${classes.row} ${classes.group}` : classes.row}
                style={{ transform: `translateY(${start}px)` }}
                tabIndex={isActive ? 0 : -1}
                onFocus={() => setActive(index)}
                onKeyDown={(e) => press(e, at, index)}
                onContextMenu={(e) => {
                  const dots = e.currentTarget.querySelector<HTMLElement>(`.${classes.menu}`)
                  if (at.kind !== 'run' || !at.run || !dots || (e.target as Element).closest('a, input')) return
                  e.preventDefault()
                  openMenu(at.run, dots)
                }}
              >
                {at.kind === 'group' ? (
                  <GroupItem
                    group={at.group}
                    colour={colours.get(groupKey(at.group)) ?? groupColour(at.group.values)}
                    open={at.open}
                    active={isActive}
                    shown={eyesOf.shown(at.group)}
                    editable={editable}
                    field={field}
                    onToggle={() => toggle(at.group)}
                    onEye={() => eyesOf.toggle(at.group)}
                  />
                ) : at.run ? (
                  <RunItem
                    run={at.run}
                    acts={acts}
                    active={isActive}
                    shown={shown(at.run.id)}
                    editable={editable}
                    edits={edits}
                    renaming={renaming === at.run.id}
                    inGroup={at.inGroup}
                    field={field}
                  />
                ) : (
                  <td className={classes.unknown} />
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
      {menu.element}
    </div>
  )
}

function keyOfItem(item: Item | undefined): string | undefined {
  return item?.kind === 'group' ? `group ${groupKey(item.group)}` : item?.run?.id
}

/** As the charts have them: of the groups that they show. */
function useGroupColours(groups: RunGroup[] | undefined, shown: (g: RunGroup) => boolean | 'some') {
  return useMemo(() => {
    const seen = (groups ?? []).filter((g) => shown(g) !== false)
    return groupColours(seen.map((g) => [groupKey(g), g.values]))
  }, [groups, shown])
}
