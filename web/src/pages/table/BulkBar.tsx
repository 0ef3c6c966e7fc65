import { Button, CloseButton, Text } from '@mantine/core'
import { IconArrowsDiff, IconEye, IconFolderSymlink, IconPlayerStop, IconTag, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useChange } from '../../api/change'
import { useMay } from '../../api/project'
import { useScope } from '../../api/scope'
import { mostCompared, useCompared } from '../../compare/useCompared'
import { useConfirm } from '../../ui/confirm'
import { count } from '../../ui/numbers'
import { useNotifyUndo } from '../../undo/useNotifyUndo'
import classes from './BulkBar.module.css'
import { type Batch, doBatch, saidOf } from './bulk'
import { ExportMenu } from './ExportMenu'
import { countOf, nothing, type Selection } from './selection'
import type { Outline } from './useOutline'
import { usePatch } from './usePatch'
import { useWhich } from './useWhich'

const TagRuns = lazy(() => import('./TagRuns'))
const MoveRuns = lazy(() => import('./MoveRuns'))

type BulkBarProps = {
  id: string
  mayArrange: boolean
  outline: Outline
  selection: Selection
  setSelection: (s: Selection) => void
}

/** What can be done with the chosen runs. */
export function BulkBar({ id, mayArrange, outline, selection, setSelection }: BulkBarProps) {
  const n = countOf(selection, outline.matched)
  const scope = useScope()
  const may = useMay()
  const [ask, dialog] = useConfirm()
  const [, setCompared] = useCompared()
  const [asking, setAsking] = useState<'tags' | 'move'>()
  const patch = usePatch(id)
  const notifyUndo = useNotifyUndo()
  const { which, ids, reading } = useWhich(outline, selection)
  const batch = useChange(
    async (now, what: Batch) => doBatch(now, what, await which()),
    ['runs', 'run', 'overview', 'trash', 'panel-data'],
    {
      done: (done, what) => {
        notifyUndo(saidOf(what, done.count), done.action)
        setAsking(undefined)
        if (what.do === 'delete' || what.do === 'move') setSelection(nothing)
      },
    },
  )
  const only = async () => {
    const visibility = Object.fromEntries((await ids()).map((id) => [id, true]))
    patch({ visibility_default: false, visibility })
  }
  const remove = () =>
    ask({
      title: `Delete ${count(n)} ${n === 1 ? 'run' : 'runs'}?`,
      text: 'They go to the trash of the project, with everything that they logged. Undo, or the trash, brings them back.',
      action: `Delete ${count(n)} ${n === 1 ? 'run' : 'runs'}`,
      danger: true,
      act: () => batch.mutate({ do: 'delete' }),
    })
  const stop = () =>
    ask({
      title: `Stop ${count(n)} ${n === 1 ? 'run' : 'runs'}?`,
      text: 'Their trainers are asked to stop; those that have ended stay as they are.',
      action: 'Ask them to stop',
      act: () => batch.mutate({ do: 'stop' }),
    })
  if (n === 0) return null
  const busy = batch.isPending
  const button = { size: 'compact-sm', variant: 'subtle', color: 'gray', c: 'var(--rl-text)', disabled: busy } as const
  return (
    <section className={classes.bulk} aria-label="Chosen runs">
      <Text size="sm" fw={600} role="status" mr={6}>
        {count(n)} chosen
      </Text>
      {may.edit && (
        <>
          <Button {...button} leftSection={<IconTag size={15} />} onClick={() => setAsking('tags')}>
            Tag
          </Button>
          <Button {...button} leftSection={<IconFolderSymlink size={15} />} onClick={() => setAsking('move')}>
            Move
          </Button>
          <Button {...button} leftSection={<IconPlayerStop size={15} />} onClick={stop}>
            Stop
          </Button>
          <Button {...button} leftSection={<IconTrash size={15} />} onClick={remove}>
            Delete
          </Button>
        </>
      )}
      <Button
        {...button}
        disabled={busy || n > mostCompared}
        title={n > mostCompared ? `Up to ${mostCompared} runs are compared` : undefined}
        leftSection={<IconArrowsDiff size={15} />}
        onClick={() => void ids().then(setCompared)}
      >
        Compare
      </Button>
      {mayArrange && (
        <Button
          {...button}
          leftSection={<IconEye size={15} />}
          onClick={() => void only()}
          title="Only these are drawn in the workspace’s panels"
        >
          Show only these
        </Button>
      )}
      <ExportMenu
        scope={scope}
        outline={outline}
        ids={selection.all && selection.ids.size === 0 ? undefined : ids}
        label="Export"
      />
      {(busy || reading !== undefined) && (
        <Text size="sm" role="status">
          {reading ? `Reading ${count(reading)}…` : 'Working…'}
        </Text>
      )}
      <span className={classes.fill} />
      <CloseButton size="sm" aria-label="Choose none" title="Choose none (Esc)" onClick={() => setSelection(nothing)} />
      {dialog}
      <Suspense>
        {asking === 'tags' && (
          <TagRuns
            count={n}
            pending={busy}
            close={() => setAsking(undefined)}
            go={(add, remove) => batch.mutate({ do: 'tag', add, remove })}
          />
        )}
        {asking === 'move' && (
          <MoveRuns
            count={n}
            pending={busy}
            close={() => setAsking(undefined)}
            go={(entity, project) => batch.mutate({ do: 'move', entity, project })}
          />
        )}
      </Suspense>
    </section>
  )
}
