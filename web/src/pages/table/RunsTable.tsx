import { Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useMay } from '../../api/project'
import { useScope } from '../../api/scope'
import type { RunSource } from '../../api/table'
import type { RunRow, Workspace } from '../../api/workspace'
import { useCompared } from '../../compare/useCompared'
import { EditNotes } from '../../runs/EditNotes'
import { EditTags } from '../../runs/EditTags'
import { RunSetBar } from '../../runs/RunSetBar'
import { useRunMenu } from '../../runs/useRunMenu'
import { count } from '../../ui/numbers'
import { Refused } from '../../ui/Refused'
import { flag, list, useParam } from '../../url/params'
import { FirstRun } from '../workspace/start/FirstRun'
import { type TableActions, TableActionsContext } from './actions'
import { BulkBar } from './BulkBar'
import { change, moveTo, step } from './columns'
import { ExportMenu } from './ExportMenu'
import { Grid } from './Grid'
import { levelsOf } from './grouping'
import type { HeadActions } from './Head'
import { NoMatch } from './NoMatch'
import { countOf, everything, nothing } from './selection'
import { clicked, readSort, writeSort } from './sorting'
import classes from './Table.module.css'
import { useChoosing } from './useChoosing'
import { useColumns } from './useColumns'
import { useOutline } from './useOutline'
import { usePatch } from './usePatch'
import { useSelection } from './useSelection'
import { ValuePopover, type Whole } from './ValuePopover'

const Compared = lazy(() => import('../../compare/Compared'))
const ColumnChooser = lazy(() => import('./ColumnChooser'))

const sortParam = list

/** The table of a workspace's runs. */
export function RunsTable({ id, workspace }: { id: string; workspace: Workspace }) {
  const scope = useScope()
  const may = useMay()
  const mayArrange = workspace.editable && !scope.asOf
  const patch = usePatch(id)
  const set = workspace.run_set
  const c = useColumns(id, mayArrange ? workspace : { ...workspace, editable: false })
  const [ownSort, setOwnSort] = useParam('sort', sortParam)
  const sort = useMemo(
    () => readSort(!mayArrange && ownSort.length > 0 ? ownSort : set.sort),
    [mayArrange, ownSort, set.sort],
  )
  const own: RunSource | undefined =
    !mayArrange && ownSort.length > 0
      ? { filter: set.filter ?? '', search: set.search ?? '', regex: set.regex ?? false, sort: ownSort }
      : undefined
  const [openList, setOpen] = useParam('open', list)
  const open = useMemo(() => new Set(openList), [openList])
  const outline = useOutline(id, own ? { ...set, sort: ownSort } : set, own, c.asked, c.aggregates, open, c.ready)
  const [selection, setSelection] = useSelection()
  const [choosing, setChoosing] = useParam('columns', flag)
  const [renaming, setRenaming] = useState<string>()
  const menu = useRunMenu({ workspace: id, editable: mayArrange, rename: (run) => setRenaming(run.id) })
  const [editing, setEditing] = useState<{ run: RunRow; field: 'tags' | 'notes' }>()
  const [compared] = useCompared()
  const [whole, setWhole] = useState<Whole>()
  const [resized, setResized] = useState<{ field: string; width: number }>()
  const levels = levelsOf(set.group_by)
  const groupedBy = levels.flatMap((l) => ('by' in l ? l.by : ['*']))
  const reader = useRef<((from: number, to: number) => Promise<RunRow[]>) | undefined>(undefined)
  const { choose, chooseGroup } = useChoosing({ selection, setSelection, outline, reader })
  const columns = useMemo(
    () => (resized ? change(c.columns, resized.field, { width: resized.width }) : c.columns),
    [c.columns, resized],
  )
  const chosenCount = countOf(selection, outline.matched)
  const all = chosenCount === 0 ? false : chosenCount >= outline.matched ? true : 'some'

  const { search } = useLocation()
  const navigate = useNavigate()
  const latest = {
    mayEdit: may.edit,
    renaming,
    pathOf: (run: RunRow) => {
      const kept = new URLSearchParams()
      const from = new URLSearchParams(search)
      for (const name of ['as_of', 'workspace']) {
        const v = from.get(name)
        if (v) kept.set(name, v)
      }
      const project = `/${scope.entity}/${encodeURIComponent(scope.project)}`
      return { pathname: `${project}/runs/${encodeURIComponent(run.id)}`, search: kept.toString() }
    },
    openRun: (run: RunRow, aside: boolean) => {
      const to = latest.pathOf(run)
      if (aside) window.open(new URL(`.${to.pathname}${to.search && `?${to.search}`}`, document.baseURI), '_blank')
      else navigate(to)
    },
    toggleGroup: (group: string) =>
      setOpen(open.has(group) ? openList.filter((g) => g !== group) : [...openList, group], { replace: true }),
    choose,
    chooseGroup,
    edit: (run: RunRow, field: string) => {
      if (field === 'tags' || field === 'notes') setEditing({ run, field })
      if (field === 'name') setRenaming(run.id)
    },
    renamed: () => setRenaming(undefined),
    openMenu: menu.openMenu,
    show: (at: DOMRect, heading: string, value: string) => setWhole({ at, heading, value }),
  }
  const actions = useSteady<TableActions>(latest)
  const setSort = (keys: ReturnType<typeof readSort>) => {
    const next = writeSort(keys)
    if (mayArrange) patch({ sort: next.length > 0 ? next : null })
    else setOwnSort(next)
  }
  const setGrouping = (by: string[]) => patch({ grouping: by.length > 0 ? by : null })
  const head = useSteady<HeadActions>({
    mayEdit: mayArrange,
    sort: (field, add) => setSort(clicked(sort, field, add)),
    sortBy: (key) => setSort([key]),
    group: (field) =>
      setGrouping(
        groupedBy.includes(field)
          ? groupedBy.filter((f) => f !== field)
          : [...groupedBy.filter((f) => f !== '*'), field],
      ),
    aggregate: (field, fn) => patch({ aggregates: { ...asObject(workspace.fields?.aggregates), [field]: fn } }),
    pin: (field) => {
      const pinned = !c.columns.find((one) => one.field === field)?.pinned
      c.set(change(c.columns, field, { pinned }))
    },
    hide: (field) => c.hide([field]),
    step: (field, by) => c.set(step(c.columns, field, by)),
    move: (field, place) => c.set(moveTo(c.columns, field, place)),
    resize: (field, width, done) => {
      setResized(done ? undefined : { field, width })
      if (done) c.set(change(c.columns, field, { width }))
    },
    chooseAll: (on) => setSelection(on ? everything : nothing),
  })

  return (
    <TableActionsContext value={actions}>
      <div className={classes.page}>
        <VisuallyHidden component="h1">Table of {scope.project}</VisuallyHidden>
        <div className={classes.bar}>
          <Text size="sm" role="status" data-matched={outline.matched} data-total={outline.total}>
            {outline.matched === outline.total
              ? `${count(outline.total)} runs`
              : `${count(outline.matched)} of ${count(outline.total)} runs`}
          </Text>
          <div className={classes.set}>
            <RunSetBar workspace={id} editable={mayArrange} />
          </div>
          <span className={classes.fill} />
          <Group gap="xs" wrap="nowrap">
            <ExportMenu scope={scope} outline={outline} ids={undefined} label="Export all" />
            <Button
              size="xs"
              variant="default"
              leftSection={<IconColumns3 size={16} />}
              onClick={() => setChoosing(true)}
            >
              Columns
            </Button>
          </Group>
        </div>
        {c.ready && outline.total === 0 && !outline.busy && !outline.error ? (
          <FirstRun />
        ) : outline.total > 0 && outline.matched === 0 && !outline.busy ? (
          <NoMatch total={outline.total} clear={mayArrange ? () => patch({ search: null, filter: null }) : undefined} />
        ) : outline.error ? (
          <Refused error={outline.error} again={outline.again} />
        ) : (
          <Grid
            outline={outline}
            columns={columns}
            asked={c.asked}
            numeric={c.numeric}
            aggregates={c.aggregates}
            groupedBy={groupedBy}
            sort={sort}
            selection={selection}
            all={all}
            open={open}
            head={head}
            reader={reader}
          />
        )}
        <BulkBar id={id} mayArrange={mayArrange} outline={outline} selection={selection} setSelection={setSelection} />
      </div>
      {editing?.field === 'tags' && <EditTags run={editing.run} onClose={() => setEditing(undefined)} />}
      {editing?.field === 'notes' && <EditNotes run={editing.run} onClose={() => setEditing(undefined)} />}
      {menu.element}
      {whole && <ValuePopover whole={whole} close={() => setWhole(undefined)} />}
      {compared.length > 0 && (
        <Suspense>
          <Compared />
        </Suspense>
      )}
      {choosing && (
        <Suspense>
          <ColumnChooser columns={c} close={() => setChoosing(false)} />
        </Suspense>
      )}
    </TableActionsContext>
  )
}

const asObject = (v: unknown): Record<string, unknown> =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Record<string, unknown>) : {}

/** An object that stays the same one, and whose functions are always the latest. */
function useSteady<T extends object>(latest: T): T {
  const ref = useRef(latest)
  ref.current = latest
  const call = useCallback((name: keyof T) => {
    return (...args: unknown[]) => (ref.current[name] as (...a: unknown[]) => unknown)(...args)
  }, [])
  const plain = JSON.stringify(latest) // what isn't a function is told by a new object
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  return useMemo(() => {
    const out = { ...ref.current }
    for (const name of Object.keys(out) as (keyof T)[]) {
      if (typeof out[name] === 'function') out[name] = call(name) as T[keyof T]
    }
    return out
  }, [plain, call])
}
