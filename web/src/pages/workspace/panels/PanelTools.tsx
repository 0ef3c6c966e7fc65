import { ActionIcon, Tooltip } from '@mantine/core'
import { IconMaximize, IconPencil } from '@tabler/icons-react'
import type { RefObject } from 'react'
import type { Panel } from '../../../api/workspace'
import { text, useParam } from '../../../url/params'
import { useWorkspace } from '../WorkspaceContext'
import { MoveMenu } from './MoveMenu'
import classes from './PanelCard.module.css'
import { PanelMenu } from './PanelMenu'

const panelParam = text()

type Props = { panel: Panel; card: RefObject<HTMLElement | null>; onMenu: (open: boolean) => void }

/** The buttons of a panel. */
export function PanelTools({ panel, card, onMenu }: Props) {
  const { editable, edit } = useWorkspace()
  const [, setFull] = useParam('panel', panelParam)
  return (
    <div className={classes.tools}>
      <Tooltip label="Full screen">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={`Show ${panel.title} on the full screen`}
          onClick={() => setFull(panel.id)}
        >
          <IconMaximize size={15} />
        </ActionIcon>
      </Tooltip>
      {editable && (
        <>
          <Tooltip label="Edit">
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Edit ${panel.title}`}
              onClick={() => edit({ section: panel.section, panel: panel.id })}
            >
              <IconPencil size={15} />
            </ActionIcon>
          </Tooltip>
          <MoveMenu panel={panel} onMenu={onMenu} />
        </>
      )}
      <PanelMenu panel={panel} card={card} onMenu={onMenu} />
    </div>
  )
}
