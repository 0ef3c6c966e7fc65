import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { useCallback, useState } from 'react'

const usual = 320
export const least = 220
export const most = 900

export const within = (w: number) => Math.round(Math.max(least, Math.min(w, most, window.innerWidth - 360)))

export type RunsColumn = ReturnType<typeof useRunsColumn>

/** How the runs stand beside the panels: a column as wide as one draws it, folded away, or on a narrow screen a drawer. */
export function useRunsColumn() {
  const narrow = useMediaQuery('(max-width: 48em)', window.innerWidth <= 768, { getInitialValueInEffect: false })
  const [width, setWidth] = useLocalStorage({
    key: 'rl-runs-width',
    defaultValue: usual,
    getInitialValueInEffect: false,
  })
  const [folded, setFolded] = useLocalStorage({
    key: 'rl-runs-folded',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const [drawer, setDrawer] = useState(false)
  const shown = narrow ? drawer : !folded
  const toggle = useCallback(() => {
    if (narrow) setDrawer((on) => !on)
    else setFolded((on) => !on)
  }, [narrow, setFolded])
  return {
    narrow: narrow === true,
    shown,
    toggle,
    width: within(typeof width === 'number' ? width : usual),
    setWidth: useCallback((w?: number) => setWidth(w === undefined ? usual : within(w)), [setWidth]),
  }
}
