import { Menu, UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { Link, useLocation } from 'react-router'
import classes from './ProjectTabs.module.css'

const pages = [
  ['audit', 'Audit trail'],
  ['trash', 'Trash'],
] as const

/** Pages of a project beside its tabs; `at` is the project's address, `search` what stays of the address. */
export function MoreMenu({ at, search }: { at: string; search: string }) {
  const { pathname } = useLocation()
  const here = pages.find(([path]) => pathname === `${at}/${path}`)
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton
          className={here ? `${classes.tab} ${classes.active}` : (classes.tab ?? '')}
          aria-label={here ? `${here[1]}, more pages` : 'More pages'}
        >
          {here ? here[1] : 'More'}
          <IconChevronDown size={14} aria-hidden style={{ marginLeft: 4 }} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {pages.map(([path, name]) => (
          <Menu.Item
            key={path}
            component={Link}
            to={{ pathname: `${at}/${path}`, search }}
            aria-current={here?.[0] === path ? 'page' : undefined}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Item component={Link} to={{ pathname: `${at}/overview`, search: withSettings(search) }}>
          Project settings
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function withSettings(search: string): string {
  const params = new URLSearchParams(search)
  params.set('settings', '1')
  return params.toString()
}
