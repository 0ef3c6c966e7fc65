import { ActionIcon, Anchor, Group, Menu, Tooltip, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from 'react-router'
import { address } from '../api/address'
import { showProblem } from '../api/change'
import { api } from '../api/client'
import { sessionQuery } from '../signin/session'
import { Logo } from '../ui/Logo'
import { Everywhere } from './Everywhere'
import classes from './Frame.module.css'

/** What every page stands in: the bar at the top, and the page. */
export function Frame() {
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <header className={classes.bar}>
        <Anchor component={Link} to="/" underline="never" c="var(--rl-text)" aria-label="runledger: all projects">
          <Logo />
        </Anchor>
        <div id="crumbs" className={classes.crumbs} />
        <nav aria-label="Everywhere" className={classes.links}>
          <Anchor component={Link} to="/" size="sm" visibleFrom="sm">
            Projects
          </Anchor>
          <Anchor component={Link} to="/teams" size="sm" visibleFrom="sm">
            Teams
          </Anchor>
          <Anchor href={address('docs')} size="sm" visibleFrom="sm">
            API
          </Anchor>
          <SchemeMenu />
          <UserMenu />
        </nav>
      </header>
      <div className={classes.content}>
        <Outlet />
      </div>
      <Everywhere />
    </div>
  )
}

const schemes = [
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
  { value: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
] as const

function SchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const now = schemes.find((s) => s.value === colorScheme) ?? schemes[2]
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label="Light or dark">
          <ActionIcon variant="subtle" color="gray" aria-label={`Colours: ${now.label}`}>
            <now.Icon size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map((s) => (
          <Menu.Item key={s.value} leftSection={<s.Icon size={16} />} onClick={() => setColorScheme(s.value)}>
            {s.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function UserMenu() {
  const { data: who } = useQuery(sessionQuery)
  const signOut = async () => {
    try {
      await api.DELETE('/api/v1/session')
      location.assign(address('')) // a new document: nothing of this person stays in memory
    } catch (e) {
      showProblem(e)
    }
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Signed in as ${who?.name}`}>
          <IconUser size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{who?.name}</Menu.Label>
        <Menu.Item component={Link} to="/settings">
          Settings
        </Menu.Item>
        <Menu.Item component={Link} to="/settings/keys">
          API keys
        </Menu.Item>
        <Menu.Item component={Link} to="/teams">
          Teams
        </Menu.Item>
        <Menu.Item component={Link} to="/trash">
          Trash
        </Menu.Item>
        <Menu.Item component={Link} to="/audit">
          Audit trail
        </Menu.Item>
        {who?.admin && (
          <Menu.Item component={Link} to="/administration">
            Administration
          </Menu.Item>
        )}
        <Menu.Divider />
        <Group>
          <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
        </Group>
      </Menu.Dropdown>
    </Menu>
  )
}
