import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { Outlet, useLocation, useNavigate, useParams } from 'react-router'
import { projectQuery } from '../api/project'
import { ScopeContext, scopeOf } from '../api/scope'
import { useLive } from '../live/useLive'
import { PastBanner } from '../timetravel/PastBanner'
import { Answer } from '../ui/Answer'
import { useMoment } from '../url/moment'
import { Crumbs } from './Crumbs'
import classes from './ProjectFrame.module.css'
import { ProjectTabs } from './ProjectTabs'

/** What the pages of a project share: its moment (?as_of=), its name, its tabs, its live stream. */
export function ProjectFrame() {
  const { entity = '', project = '' } = useParams()
  const [asOf] = useMoment()
  const scope = useMemo(() => scopeOf(entity, project, asOf || undefined), [entity, project, asOf])
  const known = useQuery(projectQuery(scope))
  // Opened together with the first reads: what changes after these is told.
  const connection = useLive(scope, !asOf && !known.isError)
  useNewName(known.data)
  return (
    <ScopeContext value={scope}>
      <Crumbs scope={scope} project={known.data} />
      <div className={classes.project}>
        <Answer of={known} what="Opening the project">
          {(p) => (
            <>
              <ProjectTabs project={p} connection={connection} />
              <PastBanner />
              <main id="content" className={classes.page} tabIndex={-1}>
                <Outlet />
              </main>
            </>
          )}
        </Answer>
      </div>
    </ScopeContext>
  )
}

/** After a rename, an old address shows the new name: the API redirects, the address bar follows. */
function useNewName(known: { entity: string; name: string } | undefined) {
  const { entity = '', project = '' } = useParams()
  const { pathname, search } = useLocation()
  const navigate = useNavigate()
  useEffect(() => {
    if (!known || (known.entity === entity && known.name === project)) return
    const rest = pathname.split('/').slice(3).join('/')
    navigate(
      { pathname: `/${known.entity}/${encodeURIComponent(known.name)}${rest ? `/${rest}` : ''}`, search },
      { replace: true },
    )
  }, [known, entity, project, pathname, search, navigate])
}
