import { Button, Popover } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useScope } from '../api/scope'
import { Waiting } from '../ui/Waiting'

const Picker = lazy(() => import('./Picker'))

/** The button that opens the picker of a moment of the past. */
export function TimeTravel() {
  const { asOf } = useScope()
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus withinPortal>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant={asOf ? 'filled' : 'subtle'}
          color={asOf ? 'yellow.4' : 'gray'}
          leftSection={<IconHistory size={16} />}
          onClick={() => setOpened(!opened)}
          aria-haspopup="dialog"
          aria-expanded={opened}
        >
          {asOf ? 'The past' : 'Now'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="See the project as of a moment">
        <Suspense fallback={<Waiting />}>
          <Picker close={() => setOpened(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
