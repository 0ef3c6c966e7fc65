import { lazy, Suspense, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { useKeyboard, useKeys } from '../keys/keys'

const Palette = lazy(() => import('../palette/Palette'))
const KeySheet = lazy(() => import('../keys/KeySheet'))

/** What works on every page: the palette and the sheet of keys. */
export function Everywhere() {
  const [open, setOpen] = useState<'palette' | 'keys'>()
  const navigate = useNavigate()
  useKeyboard()
  useKeys(
    useMemo(
      () => [
        {
          stroke: 'mod+k',
          does: 'Find runs, metrics, projects, commands',
          run: () => setOpen('palette'),
          inFields: true,
        },
        { stroke: '?', does: 'This sheet', run: () => setOpen('keys') },
        { stroke: 'alt+h', does: 'All projects', run: () => navigate('/') },
      ],
      [navigate],
    ),
  )
  const close = () => setOpen(undefined)
  return (
    <Suspense>
      {open === 'palette' && <Palette close={close} />}
      {open === 'keys' && <KeySheet close={close} />}
    </Suspense>
  )
}
