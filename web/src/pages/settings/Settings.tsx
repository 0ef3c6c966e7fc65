import { Anchor } from '@mantine/core'
import { NavLink, useParams } from 'react-router'
import { PageBody } from '../PageBody'
import { Keys } from './Keys'
import { Preferences } from './Preferences'
import classes from './Settings.module.css'
import { SignInSettings } from './SignInSettings'

/** One's own settings: what new runs and projects get, how one signs in, API keys. */
export default function Settings() {
  return useParams().part === 'keys' ? <ApiKeys /> : <General />
}

function General() {
  return (
    <PageBody title="Settings">
      <Nav />
      <Preferences />
      <SignInSettings />
    </PageBody>
  )
}

function ApiKeys() {
  return (
    <PageBody title="API keys">
      <Nav />
      <Keys />
    </PageBody>
  )
}

function Nav() {
  const to = (path: string, name: string) => (
    <Anchor component={NavLink} to={path} end size="sm" className={classes.nav ?? ''}>
      {name}
    </Anchor>
  )
  return (
    <nav aria-label="Settings" className={classes.navs}>
      {to('/settings', 'General')}
      {to('/settings/keys', 'API keys')}
    </nav>
  )
}
