import { Link, useNavigate } from 'react-router'
import { type Scope, useScope } from '../api/scope'
import classes from './RunLink.module.css'

/** Where a run's page is, as of the same moment. */
function addressOf({ entity, project, asOf }: Scope, run: string) {
  return {
    pathname: `/${entity}/${encodeURIComponent(project)}/runs/${encodeURIComponent(run)}`,
    search: asOf ? `?as_of=${encodeURIComponent(asOf)}` : '',
  }
}

/** A run's name, which leads to its page. */
export function RunLink({ id, name, hidden }: { id: string; name: string; hidden?: boolean }) {
  const scope = useScope()
  return (
    <Link className={classes.link} title={name} tabIndex={hidden ? -1 : undefined} to={addressOf(scope, id)}>
      {name || id}
    </Link>
  )
}

/** Opens a run's page. */
export function useOpenRun(): (run: string) => void {
  const scope = useScope()
  const navigate = useNavigate()
  return (run) => navigate(addressOf(scope, run))
}
