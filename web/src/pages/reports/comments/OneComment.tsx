import { Alert, Button, Group, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useChange } from '../../../api/change'
import { asProblem } from '../../../api/problem'
import { useMay } from '../../../api/project'
import { deleteComment, editComment } from '../../../api/reportChanges'
import type { Report, ReportComment } from '../../../api/reports'
import { useScope } from '../../../api/scope'
import { sessionQuery } from '../../../signin/session'
import { Moment } from '../../../ui/Moment'
import { useNotifyUndo } from '../../../undo/useNotifyUndo'
import classes from './Comments.module.css'

/** A comment: plain text. One edits one's own; who administers the project can delete any. */
export function OneComment({ report, comment }: { report: Report; comment: ReportComment }) {
  const scope = useScope()
  const may = useMay()
  const { data: who } = useQuery(sessionQuery)
  const [typed, setTyped] = useState<string>()
  const notifyUndo = useNotifyUndo()
  const edit = useChange(editComment, ['reports'], { quiet: true, done: () => setTyped(undefined) })
  const remove = useChange(deleteComment, ['reports'], {
    done: (out) => notifyUndo('The comment was deleted.', out.action),
  })
  const own = who?.name === comment.author && !scope.asOf
  return (
    <article className={classes.comment} data-comment={comment.id} aria-label={`Comment by ${comment.author}`}>
      <header>
        <b>{comment.author}</b>{' '}
        <span className={classes.when}>
          <Moment at={comment.created} />
          {comment.edited && ' · edited'}
        </span>
        <span className={classes.actions}>
          {own && typed === undefined && (
            <Button size="compact-xs" variant="subtle" onClick={() => setTyped(comment.text)}>
              Edit
            </Button>
          )}
          {(own || may.administer) && (
            <Button
              size="compact-xs"
              variant="subtle"
              loading={remove.isPending}
              onClick={() => remove.mutate({ report: report.id, comment: comment.id })}
            >
              Delete
            </Button>
          )}
        </span>
      </header>
      {typed === undefined ? (
        <Text size="sm" className={classes.said}>
          {comment.text}
        </Text>
      ) : (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            if (typed.trim() !== '')
              edit.mutate({ report: report.id, comment: comment.id, text: typed.trim(), version: comment.version })
          }}
        >
          <Textarea
            aria-label="The comment"
            autosize
            minRows={2}
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
          />
          {edit.error && (
            <Alert color="red" title="Not saved" mt="xs" role="alert">
              {asProblem(edit.error).detail}
            </Alert>
          )}
          <Group gap="xs" mt="xs" justify="flex-end">
            <Button size="compact-sm" variant="default" onClick={() => setTyped(undefined)}>
              Cancel
            </Button>
            <Button size="compact-sm" type="submit" loading={edit.isPending} disabled={typed.trim() === ''}>
              Save
            </Button>
          </Group>
        </form>
      )}
    </article>
  )
}
