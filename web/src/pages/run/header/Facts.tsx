import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useScope } from '../../../api/scope'
import { Moment } from '../../../ui/Moment'
import { count } from '../../../ui/numbers'
import { runPath } from '../runPath'
import { Duration } from './Duration'
import classes from './Header.module.css'
import type { HeaderRow } from './row'

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A line of what one wants to know first. */
export function Facts({ row, children }: { row: HeaderRow; children?: ReactNode }) {
  const scope = useScope()
  const related = runPath(scope, row.id, 'related')
  const steps = row.first_step !== undefined && row.last_step !== undefined
  return (
    <dl className={classes.facts}>
      <Fact name="by">{row.user}</Fact>
      <Fact name="created">
        <Moment at={row.created} />
      </Fact>
      <Fact name="duration">
        <Duration row={row} />
      </Fact>
      {steps && (
        <Fact name="steps">
          {count(row.first_step ?? 0)} – {count(row.last_step ?? 0)}
        </Fact>
      )}
      {row.host && <Fact name="host">{row.host}</Fact>}
      {row.group && (
        <Fact name="group">
          <Anchor size="sm" component={Link} to={related}>
            {row.group}
          </Anchor>
        </Fact>
      )}
      {row.job_type && <Fact name="job type">{row.job_type}</Fact>}
      {row.parent && (
        <Fact name="parent">
          <Anchor size="sm" component={Link} to={runPath(scope, row.parent)}>
            {row.parent}
          </Anchor>
        </Fact>
      )}
      {row.sweep && (
        <Fact name="sweep">
          <Anchor size="sm" component={Link} to={related}>
            {row.sweep}
          </Anchor>
        </Fact>
      )}
      {row.exit_code !== undefined && row.exit_code !== 0 && <Fact name="exit code">{row.exit_code}</Fact>}
      {children && (
        <div className={classes.fact}>
          <dt hidden>more</dt>
          <dd>{children}</dd>
        </div>
      )}
    </dl>
  )
}
