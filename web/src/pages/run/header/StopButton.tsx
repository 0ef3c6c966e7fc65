import { Button } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useConfirm } from '../../../ui/confirm'
import type { HeaderRow } from './row'
import { isActive } from './states'
import { useStop } from './useRunActions'

/** Asks the trainer to stop; only of a run that goes on. */
export function StopButton({ row }: { row: HeaderRow }) {
  const [ask, dialog] = useConfirm()
  const stop = useStop(row)
  if (!isActive(row.state)) return null
  const stopping = row.state === 'stopping'
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerStop size={14} />}
        disabled={stopping}
        loading={stop.isPending}
        onClick={() =>
          ask({
            title: `Stop ${row.name}?`,
            text: 'The trainer learns so with its next report, and ends as if interrupted from the keyboard.',
            action: 'Stop run',
            act: () => stop.mutate(undefined),
          })
        }
      >
        {stopping ? 'Stopping' : 'Stop'}
      </Button>
      {dialog}
    </>
  )
}
