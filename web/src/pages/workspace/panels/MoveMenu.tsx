import { ActionIcon, Menu, ScrollArea, TextInput, Tooltip } from '@mantine/core'
import { IconArrowsMove } from '@tabler/icons-react'
import { useState } from 'react'
import type { Panel } from '../../../api/workspace'
import { useWorkspace } from '../WorkspaceContext'

const many = 8 // sections: then they can be searched

/** Moves a panel to another section, chosen from a list. */
export function MoveMenu({ panel, onMenu }: { panel: Panel; onMenu: (open: boolean) => void }) {
  const { sections, arrange } = useWorkspace()
  const [q, setQ] = useState('')
  const found = sections.filter((s) => s.title.toLowerCase().includes(q.toLowerCase()))
  return (
    <Menu
      position="bottom-end"
      width={240}
      onChange={(open) => {
        setQ('')
        onMenu(open)
      }}
    >
      <Menu.Target>
        <Tooltip label="Move to another section">
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Move ${panel.title}`}>
            <IconArrowsMove size={15} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Move to section</Menu.Label>
        {sections.length > many && (
          <TextInput
            size="xs"
            m={4}
            aria-label="Search sections"
            placeholder="Search sections"
            value={q}
            onChange={(e) => setQ(e.currentTarget.value)}
          />
        )}
        <ScrollArea.Autosize mah={280}>
          {found.map((s) => (
            <Menu.Item
              key={s.id}
              disabled={s.id === panel.section}
              onClick={() =>
                void arrange({ do: 'move-panel', panel: panel.id, section: s.id, beside: {} }).catch(() => {})
              }
            >
              {s.title}
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  )
}
