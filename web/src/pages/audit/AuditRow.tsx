import { ActionIcon, Anchor, Badge, Button, Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Entry } from '../../api/audit'
import { showProblem } from '../../api/change'
import { Moment } from '../../ui/Moment'
import { type Place, undoAction, useEverythingStale, useOfferUndo } from '../offerUndo'
import classes from './Audit.module.css'
import { changesOf, summaryOf } from './changes'
import { Diff } from './Diff'
import { isUndo, said, undoable } from './words'

type Props = {
  entry: Entry
  open: boolean
  toggle: () => void
  /** The project it was in. */
  place: Place
  mayUndo: boolean
  undone: boolean
  showPlace: boolean
}

/** One action: who, what, when; opened, what it changed and how it was asked for. */
export function AuditRow({ entry: e, open, toggle, place, mayUndo, undone, showPlace }: Props) {
  const refresh = useEverythingStale()
  const offer = useOfferUndo()
  const word = isUndo(e) ? 'Redo' : 'Undo'
  const undo = useMutation({
    mutationFn: () => undoAction(place, e.offset),
    onSuccess: async (done) => {
      await refresh()
      offer(`${isUndo(e) ? 'Done again' : 'Undone'}: ${what}`, place, done)
    },
    onError: showProblem,
  })
  const subject = e.subject ? ` ${subjectIn(e.subject, place)}` : ''
  const what = `${said(e.type)}${subject}`
  const changes = changesOf(e.before, e.after)
  const Arrow = open ? IconChevronDown : IconChevronRight
  return (
    <div className={classes.entry} data-outcome={e.outcome} data-type={e.type}>
      <div className={classes.row}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-expanded={open}
          aria-label={`Details: ${e.actor} ${what}`}
          onClick={toggle}
        >
          <Arrow size={16} />
        </ActionIcon>
        <div className={classes.what}>
          <div className={classes.line}>
            <strong>{e.actor || 'nobody'}</strong>
            {e.actor_kind === 'trainer' && <span className={classes.quiet}>’s trainer</span>} {said(e.type)}
            {e.subject && <span className={classes.subject}>{subject}</span>}
            {showPlace && place && (
              <span className={classes.quiet}>
                {' in '}
                <Anchor
                  component={Link}
                  inherit
                  underline="always"
                  to={`/${place.entity}/${encodeURIComponent(place.project)}/audit`}
                >
                  {place.entity}/{place.project}
                </Anchor>
              </span>
            )}
          </div>
          <div className={classes.summary}>{e.reason || summaryOf(changes)}</div>
        </div>
        {e.outcome === 'refused' && (
          <Badge color="red.8" variant="filled" size="sm">
            refused
          </Badge>
        )}
        {e.outcome === 'repeated' && (
          <Badge color="gray.7" variant="filled" size="sm">
            repeated
          </Badge>
        )}
        {undone && (
          <Badge color="gray.7" variant="filled" size="sm">
            {isUndo(e) ? 'redone' : 'undone'}
          </Badge>
        )}
        <Text size="sm" className={classes.when}>
          <Moment at={e.at} />
        </Text>
        {mayUndo && (
          <div className={classes.undo}>
            {undoable(e) && !undone && (
              <Button
                size="compact-sm"
                variant="default"
                loading={undo.isPending}
                aria-label={`${word}: ${e.actor} ${what}`}
                onClick={() => undo.mutate()}
              >
                {word}
              </Button>
            )}
          </div>
        )}
      </div>
      {open && <Diff entry={e} changes={changes} />}
    </div>
  )
}

/** What an action was about, without saying the project again that it was in. */
function subjectIn(subject: string, place: Place): string {
  if (!place) return subject
  const at = `${place.entity}/${place.project}`
  if (subject === at) return place.project
  return subject.startsWith(`${at}/`) ? subject.slice(at.length + 1) : subject
}
