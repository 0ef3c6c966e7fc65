import { Anchor, Breadcrumbs, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { Link, useLocation } from 'react-router'
import type { Schemas } from '../api/client'
import type { Scope } from '../api/scope'
import { PrivacyLock } from './PrivacyLock'

/** Where one is: entity / project, with the lock, in the bar at the top. */
export function Crumbs({ scope, project }: { scope: Scope; project?: Schemas['ProjectAnswerBody'] }) {
  const [bar, setBar] = useState<HTMLElement | null>(null)
  useEffect(() => setBar(document.getElementById('crumbs')), [])
  const tab = tabOf(useLocation().pathname)
  useEffect(() => {
    document.title = `${tab}${scope.project} · ${scope.entity} · runledger`
    return () => {
      document.title = 'runledger'
    }
  }, [scope, tab])
  if (!bar) return null
  return createPortal(
    <div style={{ display: 'flex', alignItems: 'center', gap: 6, minWidth: 0 }}>
      <Breadcrumbs separator="/" separatorMargin={6} style={{ minWidth: 0 }}>
        <Anchor component={Link} to={`/${scope.entity}`} size="sm">
          {scope.entity}
        </Anchor>
        <Text size="sm" fw={600} truncate>
          {project?.name ?? scope.project}
        </Text>
      </Breadcrumbs>
      {project && <PrivacyLock project={project} />}
    </div>,
    bar,
  )
}

/** "Workspace · " of the address of a project's workspace. A run and a report say their own names. */
function tabOf(pathname: string): string {
  const word = pathname.split('/')[3] ?? ''
  return word && word !== 'runs' ? `${word.charAt(0).toUpperCase()}${word.slice(1)} · ` : ''
}
