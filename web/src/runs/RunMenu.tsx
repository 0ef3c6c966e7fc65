import { Menu } from '@mantine/core'
import {
  IconArrowRight,
  IconCopy,
  IconEye,
  IconEyeOff,
  IconFocus2,
  IconNote,
  IconPalette,
  IconPencil,
  IconPlayerStop,
  IconSwitchHorizontal,
  IconTag,
  IconTrash,
} from '@tabler/icons-react'
import { Link } from 'react-router'
import type { RunRow } from '../api/workspace'
import { Anchor } from './Anchor'
import classes from './RunMenu.module.css'
import { active } from './RunState'
import { useRunLink } from './useRunLink'

/** What the menu of a run can be asked to do. Those that are missing aren't offered. */
export type RunDeed = 'rename' | 'colour' | 'tags' | 'notes' | 'stop' | 'move' | 'delete' | 'eye' | 'only'

/** The dot menu of a run, at an element of its row. */
export function RunMenu(props: {
  run: RunRow
  at: HTMLElement
  shown?: boolean
  can: (deed: RunDeed) => boolean
  onDo: (deed: RunDeed) => void
  onClose: () => void
}) {
  const { run, at, shown, can, onDo, onClose } = props
  const link = useRunLink()
  const size = 16
  const item = (
    deed: RunDeed,
    icon: React.ReactNode,
    text: string,
    more: { keys?: string; off?: boolean; red?: boolean } = {},
  ) =>
    (can(deed) || more.off) && (
      <Menu.Item
        leftSection={icon}
        disabled={!can(deed) || more.off}
        className={more.red ? classes.danger : undefined}
        rightSection={more.keys && <kbd className={classes.keys}>{more.keys}</kbd>}
        onClick={() => onDo(deed)}
      >
        {text}
      </Menu.Item>
    )
  const stoppable = active(run.state)
  return (
    <Menu
      opened
      onChange={(on) => on || onClose()}
      position="bottom-start"
      shadow="md"
      width={230}
      trapFocus
      returnFocus={false}
      withInitialFocusPlaceholder={false}
      clickOutsideEvents={['mousedown', 'touchstart']} // not the key that opened it
    >
      <Menu.Target>
        <Anchor at={at} />
      </Menu.Target>
      <Menu.Dropdown aria-label={`Actions for ${run.name}`} onKeyDown={(e) => e.stopPropagation()}>
        <Menu.Item component={Link} to={link(run.id)} leftSection={<IconArrowRight size={size} />}>
          Open
        </Menu.Item>
        {item(
          'eye',
          shown ? <IconEyeOff size={size} /> : <IconEye size={size} />,
          shown ? 'Hide in charts' : 'Show in charts',
          { keys: 'Space' },
        )}
        {item('only', <IconFocus2 size={size} />, 'Show only this one')}
        {can('rename') && <Menu.Divider />}
        {item('rename', <IconPencil size={size} />, 'Rename', { keys: 'F2' })}
        {item('colour', <IconPalette size={size} />, 'Colour…')}
        {item('tags', <IconTag size={size} />, 'Tags…')}
        {item('notes', <IconNote size={size} />, 'Notes…')}
        <Menu.Divider />
        <Menu.Item leftSection={<IconCopy size={size} />} onClick={() => void navigator.clipboard.writeText(run.id)}>
          Copy id
        </Menu.Item>
        {can('stop') &&
          item('stop', <IconPlayerStop size={size} />, run.state === 'stopping' ? 'Was asked to stop' : 'Stop', {
            off: !stoppable,
          })}
        {item('move', <IconSwitchHorizontal size={size} />, 'Move to project…')}
        {item('delete', <IconTrash size={size} />, 'Delete…', { keys: 'Del', red: true })}
      </Menu.Dropdown>
    </Menu>
  )
}
