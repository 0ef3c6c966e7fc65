import { Link, useNavigate } from 'react-router'
import { useRunLink } from '../runs/useRunLink'
import classes from './RunLink.module.css'

/** A run's name, which leads to its page. */
export function RunLink({ id, name, hidden }: { id: string; name: string; hidden?: boolean }) {
  const to = useRunLink()
  return (
    <Link className={classes.link} title={name} tabIndex={hidden ? -1 : undefined} to={to(id)}>
      {name || id}
    </Link>
  )
}

/** Opens a run's page. */
export function useOpenRun(): (run: string) => void {
  const to = useRunLink()
  const navigate = useNavigate()
  return (run) => navigate(to(run))
}
