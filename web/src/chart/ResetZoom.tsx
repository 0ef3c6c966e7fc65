import { Button } from '@mantine/core'
import { IconZoomReset } from '@tabler/icons-react'
import classes from './chart.module.css'
import type { Axis } from './frame'
import type { Range } from './options'
import { placeName } from './ticks'

/** Says that only a range is shown, and shows all again. */
export function ResetZoom({ axis, zoom, onReset }: { axis: Axis; zoom: Range; onReset: () => void }) {
  const { min, max } = zoom
  const place = min !== undefined && max !== undefined ? placeName(axis, min, max + (axis.kind === 'step' ? 1 : 0)) : ''
  return (
    <Button
      className={classes.reset}
      size="compact-xs"
      variant="default"
      leftSection={<IconZoomReset size={14} aria-hidden />}
      onClick={onReset}
      title={place}
    >
      Reset zoom
    </Button>
  )
}
