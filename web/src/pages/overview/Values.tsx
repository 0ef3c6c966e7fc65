import { Anchor, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Schemas } from '../../api/client'
import { projectQuery } from '../../api/project'
import { useScope } from '../../api/scope'
import { sentenceOf, titleOf } from '../../app/privacy/levels'
import { Moment } from '../../ui/Moment'
import { count, exact } from '../../ui/numbers'
import { absolute, duration } from '../../ui/times'
import classes from './Overview.module.css'

/** The project's figures, each with how it is meant. */
export function Values({ overview: o }: { overview: Schemas['Overview'] }) {
  const scope = useScope()
  const { data: project } = useQuery(projectQuery(scope))
  const contributors = o.contributors ?? []
  return (
    <dl className={classes.values}>
      <dt>Last active</dt>
      <dd data-value="last-active">
        {o.last_active ? (
          <>
            <Moment at={o.last_active} />
            <span className={classes.when}>{absolute(o.last_active)}</span>
          </>
        ) : (
          'no data yet'
        )}
      </dd>
      <dt>Total compute</dt>
      <dd data-value="compute">
        <Tooltip label={`${exact(o.total_compute_seconds)} s`} events={{ hover: true, focus: true, touch: true }}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact figure is for the keyboard, too */}
          <span tabIndex={0} data-seconds={o.total_compute_seconds}>
            {duration(o.total_compute_seconds)}
          </span>
        </Tooltip>
      </dd>
      <dt>Runs</dt>
      <dd data-value="runs">{count(o.runs)}</dd>
      {o.trash > 0 && (
        <>
          <dt>In the trash</dt>
          <dd data-value="trash">
            <Anchor component={Link} size="sm" to={`/${o.entity}/${encodeURIComponent(o.name)}/trash`}>
              {count(o.trash)} {o.trash === 1 ? 'run' : 'runs'}
            </Anchor>
          </dd>
        </>
      )}
      <dt>Created</dt>
      <dd data-value="created">
        <Moment at={o.created} />
        {o.created_by && ` by ${o.created_by}`}
        <span className={classes.when}>{absolute(o.created)}</span>
      </dd>
      <dt>Contributors</dt>
      <dd data-value="contributors">{contributors.length > 0 ? contributors.join(', ') : 'nobody yet'}</dd>
      <dt>Privacy</dt>
      <dd data-value="privacy">
        {project && (
          <>
            {titleOf(project.privacy)}
            <span className={classes.when}>{sentenceOf(project.privacy)}</span>
          </>
        )}
      </dd>
    </dl>
  )
}
