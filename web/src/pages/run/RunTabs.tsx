import { useEffect, useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useScope } from '../../api/scope'
import classes from './Run.module.css'
import { runPath } from './runPath'
import { tabs } from './tabs'

/** The tabs of a run; the moment that one looks at stays when changing between them. */
export function RunTabs({ run, tab }: { run: string; tab: string }) {
  const scope = useScope()
  const [params] = useSearchParams()
  const kept = new URLSearchParams()
  for (const name of ['as_of', 'workspace', 'details']) {
    const value = params.get(name)
    if (value) kept.set(name, value)
  }
  const bar = useRef<HTMLElement>(null)
  // Where the bar is narrower than the tabs, the one that is open is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each tab
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab])
  return (
    <nav ref={bar} aria-label="Run" className={classes.tabs}>
      {tabs.map(([path, label]) => (
        <Link
          key={path}
          to={{ pathname: runPath(scope, run, path), search: kept.toString() }}
          className={path === tab ? `${classes.tab} ${classes.active}` : classes.tab}
          aria-current={path === tab ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
