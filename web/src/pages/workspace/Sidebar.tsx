import { ActionIcon, Drawer, Tooltip } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import classes from './Sidebar.module.css'

const usual = 320
const least = 200
const most = 900
const keyboardStep = 20

const within = (w: number) => Math.round(Math.min(Math.max(w, least), most, window.innerWidth - 360))

/** The column of the runs: as wide as one draws it, or folded away; on a narrow screen a drawer. */
export function Sidebar({ children }: { children: ReactNode }) {
  const narrow = useMediaQuery('(max-width: 48em)', window.innerWidth <= 768, { getInitialValueInEffect: false })
  return narrow ? <InDrawer>{children}</InDrawer> : <Column>{children}</Column>
}

function Column({ children }: { children: ReactNode }) {
  const [stored, store] = useLocalStorage({
    key: 'rl-runs-width',
    defaultValue: usual,
    getInitialValueInEffect: false,
  })
  const [folded, setFolded] = useLocalStorage({
    key: 'rl-runs-folded',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const column = useRef<HTMLElement>(null)
  if (folded) {
    return (
      <aside className={classes.folded} aria-label="Runs, folded">
        <Fold label="Show the runs" icon={<IconLayoutSidebarLeftExpand size={18} />} onClick={() => setFolded(false)} />
      </aside>
    )
  }
  const draw = (width: number) => {
    // Drawn without React while the pointer moves: the charts follow once it's let go.
    if (column.current) column.current.style.width = `${width}px`
  }
  const width = within(stored)
  return (
    <>
      <aside ref={column} className={classes.column} style={{ width }} aria-label="Runs">
        <div className={classes.fold}>
          <Fold
            label="Fold the runs away"
            icon={<IconLayoutSidebarLeftCollapse size={18} />}
            onClick={() => setFolded(true)}
          />
        </div>
        {children}
      </aside>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule can't be moved by keyboard; this is the pattern of a splitter */}
      <div
        className={classes.splitter}
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the runs"
        aria-valuenow={width}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onPointerDown={(e) => e.currentTarget.setPointerCapture(e.pointerId)}
        onPointerMove={(e) => {
          if (e.currentTarget.hasPointerCapture(e.pointerId)) draw(within(e.clientX))
        }}
        onPointerUp={(e) => {
          if (e.currentTarget.hasPointerCapture(e.pointerId)) store(within(e.clientX))
        }}
        onDoubleClick={() => store(usual)}
        onKeyDown={(e) => {
          if (e.key === 'ArrowLeft') store(within(width - keyboardStep))
          if (e.key === 'ArrowRight') store(within(width + keyboardStep))
        }}
      />
    </>
  )
}

function Fold({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

function InDrawer({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <aside className={classes.folded} aria-label="Runs, folded">
      <Fold label="Show the runs" icon={<IconLayoutSidebarLeftExpand size={18} />} onClick={() => setOpen(true)} />
      <Drawer opened={open} onClose={() => setOpen(false)} title="Runs" size="min(92vw, 420px)" padding="xs">
        <div className={classes.drawer}>{children}</div>
      </Drawer>
    </aside>
  )
}
