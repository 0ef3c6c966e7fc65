import { Title } from '@mantine/core'
import { type ReactNode, use, useEffect } from 'react'
import { Link, useLocation } from 'react-router'
import { ScopeContext } from '../api/scope'
import { useWhen } from '../api/when'
import { absolute } from '../ui/times'
import classes from './PageBody.module.css'

/**
 * The body of a page that isn't a work surface: title, what can be done, content. Outside
 * of a project it's the page's main part, says which moment is shown, and names the window.
 */
export function PageBody({
  title,
  actions,
  fill,
  children,
}: {
  title: string
  actions?: ReactNode
  /** As high as the window: for a list that scrolls by itself. */
  fill?: boolean
  children: ReactNode
}) {
  const inProject = use(ScopeContext) !== null
  useEffect(() => {
    if (inProject) return
    document.title = `${title} · runledger`
    return () => {
      document.title = 'runledger'
    }
  }, [title, inProject])
  const className = fill ? `${classes.body} ${classes.fill}` : classes.body
  const content = (
    <>
      <div className={classes.head}>
        <Title order={1}>{title}</Title>
        <div className={classes.actions}>{actions}</div>
      </div>
      {children}
    </>
  )
  if (inProject) return <div className={className}>{content}</div>
  return (
    <main id="content" tabIndex={-1} className={className}>
      <Past />
      {content}
    </main>
  )
}

/** Marks a page of the past, and leads back. */
function Past() {
  const { asOf } = useWhen()
  const { pathname } = useLocation()
  if (!asOf) return null
  return (
    <div className={classes.past} role="status">
      As of {/^\d{4}-/.test(asOf) ? absolute(asOf) : `position ${asOf}`}: nothing can be changed here.{' '}
      <Link to={pathname}>Back to now</Link>
    </div>
  )
}
