import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { exportCSV, exportPNG } from '../../../chart/export'

type Props = { metric: string; card: RefObject<HTMLElement | null>; onEnlarge: () => void }

/** What can be done with a metric's chart. */
export function CardMenu({ metric, card, onEnlarge }: Props) {
  const save = (as: typeof exportCSV | typeof exportPNG) => {
    if (card.current) void as(card.current, metric)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="xs" variant="subtle" color="gray" aria-label={`Actions of ${metric}`}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onEnlarge}>Enlarge</Menu.Item>
        <Menu.Item onClick={() => save(exportPNG)}>Save as picture</Menu.Item>
        <Menu.Item onClick={() => save(exportCSV)}>Save as CSV</Menu.Item>
        <Menu.Item onClick={() => void navigator.clipboard.writeText(metric)}>Copy name</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
