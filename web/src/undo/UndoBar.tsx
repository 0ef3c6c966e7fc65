import { Alert, Anchor, Button, Text, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp, IconCheck, IconLoader2 } from '@tabler/icons-react'
import { useIsMutating } from '@tanstack/react-query'
import { type ReactNode, useCallback } from 'react'
import { Link } from 'react-router'
import { asProblem } from '../api/problem'
import { useKeys } from '../keys/keys'
import { undoKeys } from '../keys/listed'
import { relative } from '../ui/times'
import classes from './UndoBar.module.css'
import type { NextUndo } from './undo'
import { useUndoKeys } from './useUndoKeys'
import { useWorkspaceUndo } from './useWorkspaceUndo'
import { wordsOf } from './words'

type Top = NextUndo['undo']

/** One way to go: the button says what it would undo, or redo. */
function Step(props: { name: string; top: Top; keys: string; icon: ReactNode; go: () => void }) {
  const { name, top, keys, icon, go } = props
  return (
    <Tooltip label={`${top ? relative(top.at) : 'Nothing of yours'} · ${keys}`}>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        className={classes.step}
        leftSection={icon}
        disabled={!top}
        onClick={go}
      >
        {top ? `${name}: ${wordsOf(top.type, top.name)}` : name}
      </Button>
    </Tooltip>
  )
}

/** The bar at the bottom of a workspace: undo, redo, and whether everything is saved. */
export function UndoBar({ workspace }: { workspace: string }) {
  const { undo, redo, step } = useWorkspaceUndo(workspace, true)
  const { mutate, reset, isPending } = step
  const saving = useIsMutating({ mutationKey: ['arranging'] }) > 0
  const go = useCallback(
    (way: 'undo' | 'redo') => {
      if (!isPending) mutate(way)
    },
    [mutate, isPending],
  )
  useKeys(undoKeys)
  useUndoKeys(go, true)
  const p = step.isError ? asProblem(step.error) : undefined
  return (
    <section className={classes.bar} aria-label="Changes of this workspace">
      {p && (
        <Alert
          className={classes.problem}
          color="red"
          title={`This can’t be ${step.variables === 'redo' ? 'redone' : 'undone'}`}
          withCloseButton
          closeButtonLabel="Close"
          onClose={reset}
          role="alert"
        >
          {p.detail}{' '}
          {p.status === 409 ? (
            <>
              What came before it can be undone in the{' '}
              <Anchor component={Link} to="../audit" relative="path" size="sm" inherit>
                audit trail
              </Anchor>
              .
            </>
          ) : (
            p.hint
          )}
        </Alert>
      )}
      <Step name="Undo" top={undo} keys="Ctrl-Z" icon={<IconArrowBackUp size={16} />} go={() => go('undo')} />
      <Step name="Redo" top={redo} keys="Ctrl-Shift-Z" icon={<IconArrowForwardUp size={16} />} go={() => go('redo')} />
      <Text size="xs" c="var(--rl-quiet)" className={classes.state} role="status" data-saving={saving}>
        {saving ? <IconLoader2 size={14} /> : <IconCheck size={14} />}
        {saving ? 'Saving…' : 'Saved'}
      </Text>
    </section>
  )
}
