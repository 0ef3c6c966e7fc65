import { ActionIcon, Combobox, ScrollArea, Tooltip, useCombobox } from '@mantine/core'
import { IconArrowsMove } from '@tabler/icons-react'
import { useState } from 'react'
import type { Panel } from '../../../api/workspace'
import { useWorkspace } from '../WorkspaceContext'

/** Moves a panel to another section, chosen from a list that can be searched. */
export function MoveMenu({ panel, onMenu }: { panel: Panel; onMenu: (open: boolean) => void }) {
  const { sections, arrange } = useWorkspace()
  const [q, setQ] = useState('')
  const list = useCombobox({
    onDropdownOpen: () => {
      list.focusSearchInput()
      onMenu(true)
    },
    onDropdownClose: () => {
      setQ('')
      list.resetSelectedOption()
      list.focusTarget()
      onMenu(false)
    },
  })
  const found = sections.filter((s) => s.title.toLowerCase().includes(q.trim().toLowerCase()))
  return (
    <Combobox
      store={list}
      width={240}
      position="bottom-end"
      shadow="md"
      onOptionSubmit={(section) => {
        list.closeDropdown()
        void arrange({ do: 'move-panel', panel: panel.id, section, beside: {} }).catch(() => {})
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <Tooltip label="Move to another section" disabled={list.dropdownOpened}>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Move ${panel.title}`}
            aria-haspopup="listbox"
            aria-expanded={list.dropdownOpened}
            onClick={() => list.toggleDropdown()}
          >
            <IconArrowsMove size={15} />
          </ActionIcon>
        </Tooltip>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label="Section to move to"
          placeholder="Move to section"
          value={q}
          onChange={(e) => {
            setQ(e.currentTarget.value)
            list.selectFirstOption()
          }}
        />
        <Combobox.Options aria-label="Sections">
          <ScrollArea.Autosize mah={260} type="scroll">
            {found.map((s) => (
              <Combobox.Option key={s.id} value={s.id} disabled={s.id === panel.section}>
                {s.title}
              </Combobox.Option>
            ))}
            {found.length === 0 && <Combobox.Empty>No such section</Combobox.Empty>}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
