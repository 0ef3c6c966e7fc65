import { Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import { least, most, nameField } from './columns'
import { headingOf } from './fields'
import type { Placed } from './geometry'
import { type AggregateName, aggregateNames } from './grouping'
import type { HeadActions } from './Head'

/** What can be done with a column; Alt-Down on its heading opens it. */
export function HeadMenu(p: {
  column: Placed
  grouped: boolean
  aggregate: AggregateName | undefined
  menu: boolean
  setMenu: (field: string | undefined) => void
  actions: HeadActions
  children: ReactElement
}) {
  const { column: c, actions: a } = p
  if (!p.menu) return p.children
  const isName = c.field === nameField
  const wider = (by: number) => a.resize(c.field, Math.min(most, Math.max(least, c.width + by)), true)
  return (
    <Menu
      opened
      onChange={(open) => !open && p.setMenu(undefined)}
      position="bottom-end"
      returnFocus
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>{p.children}</Menu.Target>
      <Menu.Dropdown onClick={(e) => e.stopPropagation()}>
        <Menu.Label c="var(--rl-quiet)">{c.field}</Menu.Label>
        {a.mayEdit && (
          <>
            <Menu.Item onClick={() => a.sortBy({ field: c.field, desc: false })}>Sort ascending</Menu.Item>
            <Menu.Item onClick={() => a.sortBy({ field: c.field, desc: true })}>Sort descending</Menu.Item>
            <Menu.Item onClick={() => a.sort(c.field, true)}>Sort by this too</Menu.Item>
            <Menu.Item onClick={() => a.group(c.field)}>
              {p.grouped ? 'Don’t group by this' : `Group by ${headingOf(c.field)}`}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        {!isName && <Menu.Item onClick={() => a.pin(c.field)}>{c.pinned ? 'Unpin' : 'Pin to the left'}</Menu.Item>}
        {!isName && <Menu.Item onClick={() => a.step(c.field, -1)}>Move left</Menu.Item>}
        {!isName && <Menu.Item onClick={() => a.step(c.field, 1)}>Move right</Menu.Item>}
        <Menu.Item closeMenuOnClick={false} onClick={() => wider(40)}>
          Wider
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} onClick={() => wider(-40)}>
          Narrower
        </Menu.Item>
        {!isName && <Menu.Item onClick={() => a.hide(c.field)}>Hide</Menu.Item>}
        {p.aggregate && (
          <>
            <Menu.Divider />
            <Menu.Label c="var(--rl-quiet)">Groups show the</Menu.Label>
            {aggregateNames.map((fn) => (
              <Menu.Item key={fn} fw={fn === p.aggregate ? 700 : undefined} onClick={() => a.aggregate(c.field, fn)}>
                {fn}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
