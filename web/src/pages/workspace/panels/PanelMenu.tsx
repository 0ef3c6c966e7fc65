import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import {
  IconCopy,
  IconDotsVertical,
  IconFileSpreadsheet,
  IconLink,
  IconPhoto,
  IconRuler2,
  IconTrash,
} from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { showProblem } from '../../../api/change'
import type { Panel } from '../../../api/workspace'
import { canExport, exportCSV, exportPNG } from '../../../chart/export'
import { onDemand } from '../../../ui/onDemand'
import { useNotifyUndo } from '../../../undo/useNotifyUndo'
import danger from '../Danger.module.css'
import { useWorkspace } from '../WorkspaceContext'
import { linkTo } from './link'

const Placing = onDemand(() => import('./Placing').then((m) => m.Placing))

type Props = { panel: Panel; card: RefObject<HTMLElement | null>; onMenu: (open: boolean) => void }

const icon = { size: 16 }

/** What else can be done with a panel. */
export function PanelMenu({ panel, card, onMenu }: Props) {
  const { editable, arrange } = useWorkspace()
  const notifyUndo = useNotifyUndo()
  const [placing, setPlacing] = useState(false)
  const [chart, setChart] = useState(false)
  const within = (then: (element: HTMLElement) => unknown) => () => {
    if (card.current) Promise.resolve(then(card.current)).catch(showProblem)
  }
  const copyLink = () =>
    navigator.clipboard.writeText(linkTo(location.href, panel.id)).then(
      () => notifications.show({ message: 'Link copied.' }),
      () => showProblem(new Error('The browser doesn’t let the page copy.')),
    )
  const remove = () =>
    arrange({ do: 'delete-panel', panel: panel.id }).then(
      ({ action }) => notifyUndo(`Panel ${panel.title} deleted.`, action),
      () => {},
    )
  const duplicate = async () => {
    const { id, section, kind, spec, auto, version } = panel
    // One that appeared by itself makes way for any other that shows its metric, until somebody sets something of it.
    if (auto && version === 0) await arrange({ do: 'edit-panel', panel: id, fields: { kind } })
    await arrange({ do: 'add-panel', section, spec: ownFields({ kind, ...spec }), beside: { after: id } })
  }
  return (
    <>
      <Menu
        withInitialFocusPlaceholder={false}
        position="bottom-end"
        width={200}
        onChange={(open) => {
          onMenu(open)
          if (open) setChart(card.current !== null && canExport(card.current))
        }}
      >
        <Menu.Target>
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Menu of ${panel.title}`}>
            <IconDotsVertical size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {editable && (
            <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void duplicate().catch(() => {})}>
              Duplicate
            </Menu.Item>
          )}
          {editable && panel.w !== undefined && (
            <Menu.Item leftSection={<IconRuler2 {...icon} />} onClick={() => setPlacing(true)}>
              Place and size…
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconPhoto {...icon} />}
            disabled={!chart}
            onClick={within((e) => exportPNG(e, panel.title))}
          >
            Export image
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileSpreadsheet {...icon} />}
            disabled={!chart}
            onClick={within((e) => exportCSV(e, panel.title))}
          >
            Export CSV
          </Menu.Item>
          <Menu.Item leftSection={<IconLink {...icon} />} onClick={() => void copyLink()}>
            Copy link
          </Menu.Item>
          {editable && (
            <>
              <Menu.Divider />
              <Menu.Item className={danger.danger} leftSection={<IconTrash {...icon} />} onClick={() => void remove()}>
                Delete panel
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {placing && <Placing panel={panel} close={() => setPlacing(false)} />}
    </>
  )
}

/** A panel's fields without those that the server keeps itself. */
function ownFields(spec: Record<string, unknown>): Record<string, unknown> {
  const kept = new Set(['place', 'auto_for', 'auto_system', 'in_section', 'source', 'x', 'y', 'w', 'h'])
  return Object.fromEntries(Object.entries(spec).filter(([name]) => !kept.has(name)))
}
