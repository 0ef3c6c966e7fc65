import classes from './Dragging.module.css'
import type { Target } from './target'

const thick = 4

/** Shows where what is dragged would land. */
export function DropLine({ target: { over, side, box } }: { target: Target; of: unknown }) {
  const { left, top, width, height } = box
  if (side === 'in') return <div className={classes.box} style={{ left, top, width, height }} data-drop="in" />
  const away = side === 'before' ? -thick - 1 : 1
  const style =
    over.kind === 'section'
      ? { left, width, height: thick, top: (side === 'before' ? top : top + height) + away }
      : { top, height, width: thick, left: (side === 'before' ? left : left + width) + away }
  return <div className={classes.line} style={style} data-drop={side} />
}
