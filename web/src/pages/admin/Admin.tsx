import { useQuery } from '@tanstack/react-query'
import { NavLink, useParams } from 'react-router'
import { Problem } from '../../api/problem'
import { sessionQuery } from '../../signin/session'
import { Refused } from '../../ui/Refused'
import { PageBody } from '../PageBody'
import classes from '../settings/Settings.module.css'
import { Backup } from './Backup'
import { Jobs } from './Jobs'
import { Server } from './Server'
import { SetAside } from './SetAside'
import { Users } from './Users'

const parts = [
  ['', 'Users', Users],
  ['jobs', 'Jobs', Jobs],
  ['backup', 'Backup', Backup],
  ['set-aside', 'Set aside', SetAside],
  ['server', 'Server', Server],
] as const

/** What the administrators of the installation do. */
export default function Admin() {
  const { data: me } = useQuery(sessionQuery)
  const { part = '' } = useParams()
  if (!me?.admin) {
    return (
      <PageBody title="Administration">
        <Refused
          error={
            new Problem(
              403,
              'forbidden',
              'Administration is for the administrators of this installation.',
              'Ask one of them to do it, or to make you one.',
            )
          }
        />
      </PageBody>
    )
  }
  const [, name, Content] = parts.find(([path]) => path === part) ?? parts[0]
  return (
    <PageBody title={`Administration: ${name.toLowerCase()}`}>
      <Nav />
      <Content />
    </PageBody>
  )
}

function Nav() {
  return (
    <nav aria-label="Administration" className={classes.navs}>
      {parts.map(([path, name]) => (
        <NavLink key={path} to={path ? `/administration/${path}` : '/administration'} end className={classes.nav ?? ''}>
          {name}
        </NavLink>
      ))}
    </nav>
  )
}
