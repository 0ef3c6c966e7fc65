import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowBarDown,
  IconArrowBarUp,
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconFileText,
  IconFold,
  IconLayoutDashboard,
  IconLayoutGrid,
  IconPencil,
  IconRuler2,
  IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { Section } from '../../../api/workspace'
import { onDemand } from '../../../ui/onDemand'
import type { Beside } from '../arrange'
import danger from '../Danger.module.css'
import { useWorkspace } from '../WorkspaceContext'
import { useDeleteSection } from './useDeleteSection'
import { useExport } from './useExport'

const PanelSize = onDemand(() => import('./PanelSize').then((m) => m.PanelSize))

type Props = { section: Section; above?: string; below?: string; rename: () => void }

const icon = { size: 16 }

/** Everything that can be done with a section. */
export function SectionMenu({ section, above, below, rename }: Props) {
  const { arrange } = useWorkspace()
  const [sizing, setSizing] = useState(false)
  const remove = useDeleteSection(section)
  const toReport = useExport(section)
  const set = (fields: Record<string, unknown>) =>
    void arrange({ do: 'edit-section', section: section.id, fields }).catch(() => {})
  const move = (beside: Beside) => void arrange({ do: 'move-section', section: section.id, beside }).catch(() => {})
  const add = (beside: Beside) =>
    void arrange({ do: 'add-section', beside, fields: { title: 'New section' } }).catch(() => {})
  return (
    <>
      <Menu withInitialFocusPlaceholder={false} position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Menu of section ${section.title}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {/* The menu gives the focus back to its button as it closes: what takes it comes after. */}
          <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => setTimeout(rename)}>
            Rename
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowBarUp {...icon} />} onClick={() => add({ before: section.id })}>
            Add section above
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowBarDown {...icon} />} onClick={() => add({ after: section.id })}>
            Add section below
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowUp {...icon} />}
            disabled={!above}
            onClick={() => above && move({ before: above })}
          >
            Move up
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowDown {...icon} />}
            disabled={!below}
            onClick={() => below && move({ after: below })}
          >
            Move down
          </Menu.Item>
          <Menu.Item leftSection={<IconFold {...icon} />} onClick={() => set({ collapsed: !section.collapsed })}>
            {section.collapsed ? 'Expand' : 'Collapse'}
          </Menu.Item>
          <Menu.Divider />
          {section.layout === 'custom' ? (
            <Menu.Item leftSection={<IconLayoutGrid {...icon} />} onClick={() => set({ layout: 'standard' })}>
              Standard layout
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconLayoutDashboard {...icon} />} onClick={() => set({ layout: 'custom' })}>
              Custom layout
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconRuler2 {...icon} />} onClick={() => setSizing(true)}>
            Sizes…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconFileText {...icon} />} onClick={toReport}>
            Export to report
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash {...icon} />} className={danger.danger} onClick={remove}>
            Delete section
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {sizing && <PanelSize section={section} close={() => setSizing(false)} />}
    </>
  )
}
