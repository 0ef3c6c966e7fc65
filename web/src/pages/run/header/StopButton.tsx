import { Button } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useRunChanges } from '../../../runs/useRunChanges'
import { useConfirm } from '../../../ui/confirm'
import type { HeaderRow } from './row'
import { isActive } from './states'

/** Asks the trainer to stop; only of a run that goes on. */
export function StopButton({ row }: { row: HeaderRow }) {
  const [ask, dialog] = useConfirm()
  const { stop } = useRunChanges()
  if (!isActive(row.state)) return null
  const stopping = row.state === 'stopping'
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerStop size={14} />}
        disabled={stopping}
        onClick={() =>
          ask({
            title: `Stop ${row.name}?`,
            text: 'The trainer learns so with its next report, and ends as if interrupted from the keyboard.',
            action: 'Stop run',
            act: () => stop(row),
          })
        }
      >
        {stopping ? 'Stopping' : 'Stop'}
      </Button>
      {dialog}
    </>
  )
}
